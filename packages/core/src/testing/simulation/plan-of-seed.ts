/** The history that belongs to a seed. */
import type { PointName } from "../../host/port.ts";
import { Chance } from "./chance.ts";
import { ProgramMaker } from "./generate-program.ts";
import type { Deed, Fault, FaultKind, Flow, Plan } from "./plan.ts";
import { signalNames } from "./program.ts";

export interface PlanOptions {
  /** Few and short runs: many such histories take no long time. Default false. */
  readonly small?: boolean;
}

export function planOfSeed(seed: number, { small = false }: PlanOptions = {}): Plan {
  const chance = new Chance(seed, "plan");
  const runs = Array.from({ length: small ? chance.between(1, 3) : chance.between(5, 11) }, (_, n) => `r${n}`);
  const flows = flowsOf(chance, runs, small ? 4 : 1);
  const lastMs = chance.pick([200, 800, 2_500]);
  return {
    seed,
    workers: chance.between(1, 3),
    concurrency: chance.pick([1, 3, 30]),
    rough: !chance.oneIn(5),
    provable: !chance.oneIn(4),
    flows,
    deeds: [...startsOf(chance, runs, { flows, lastMs }), ...othersOf(chance, runs, lastMs)].sort(
      (a, b) => a.at - b.at,
    ),
    faults: chance.oneIn(4) ? [] : Array.from({ length: chance.below(16) }, () => faultOf(chance)),
  };
}

/** @param by how many times smaller they are to be */
function flowsOf(chance: Chance, runs: readonly string[], by: number): Flow[] {
  const count = by > 1 ? chance.between(1, 2) : chance.between(2, 4);
  return Array.from({ length: count }, (_, n): Flow => {
    const callable = Array.from({ length: count - n - 1 }, (_each, m) => `f${n + m + 1}`);
    // Those that are only called are small: there are many runs of them.
    const size = n === 0 ? chance.between(10, 40) : chance.between(2, 14);
    const program = new ProgramMaker(chance, { callable, known: runs }, Math.ceil(size / by)).make();
    return {
      name: `f${n}`,
      program,
      ...(chance.oneIn(4) ? { limit: chance.between(1, 3) } : {}),
      ...(chance.oneIn(8) ? { timeoutMs: chance.pick([300, 1_500, 4_000]) } : {}),
    };
  });
}

interface Span {
  readonly flows: readonly Flow[];
  readonly lastMs: number;
}

function startsOf(chance: Chance, runs: readonly string[], { flows, lastMs }: Span): Deed[] {
  return runs.map((id) => ({
    do: "start",
    at: chance.below(lastMs / 2),
    flow: chance.oneIn(4) ? chance.pick(flows).name : "f0",
    id,
    delayMs: chance.oneIn(4) ? chance.below(1_500) : 0,
  }));
}

function othersOf(chance: Chance, runs: readonly string[], lastMs: number): Deed[] {
  const deeds: Deed[] = [];
  for (let left = chance.below(24); left > 0; left--)
    deeds.push(toRun(chance, chance.pick(runs), chance.below(lastMs)));
  for (let left = chance.below(8); left > 0; left--) deeds.push(toWorker(chance, chance.below(lastMs)));
  return deeds;
}

function toRun(chance: Chance, id: string, at: number): Deed {
  const dice = chance.below(20);
  if (dice < 8) return { do: "signal", at, id, name: chance.pick(signalNames), times: chance.between(1, 3) };
  if (dice < 12) return { do: "pause", at, id };
  if (dice < 16) return { do: "resume", at, id };
  if (dice < 17) return { do: "cancel", at, id };
  if (dice < 18) return { do: "kill", at, id };
  return { do: "retry", at, id };
}

const points: readonly PointName[] = ["commit:before", "commit:after", "body:before", "body:after", "deliver"];

function toWorker(chance: Chance, at: number): Deed {
  const worker = chance.below(4);
  const againMs = chance.pick([0, 50, 600]);
  switch (chance.below(8)) {
    case 0:
    case 1:
      return { do: "die", at, worker, againMs };
    case 2:
    case 3:
      return { do: "die", at, worker, againMs, point: { name: chance.pick(points), nth: chance.between(1, 8) } };
    case 4:
      return { do: "close", at, worker, againMs, graceMs: chance.pick([0, 100, 1_000]) };
    case 5:
      return { do: chance.oneIn(2) ? "freeze" : "cut", at, worker, ms: chance.pick([300, 2_000, 35_000]) };
    case 6:
      return { do: "disown", at, worker };
    default:
      return { do: "jump", at, ms: chance.pick([-3_600_000, -1_500, 1_500, 40_000, 3_600_000]) };
  }
}

const ofCommits: readonly FaultKind[] = [
  "fails",
  "full",
  "lost-before",
  "lost-after",
  "lost-before",
  "lost-after",
  "slow-before",
  "slow-after",
];
const ofOthers: readonly FaultKind[] = ["fails", "slow-before", "slow-after", "lost-after"];
const otherVerbs = ["recover", "get", "takeNotices", "inbox", "peek", "workers", "beat", "reap", "control", "find"];

function faultOf(chance: Chance): Fault {
  const ms = chance.pick([5, 80, 1_200, 33_000]);
  if (chance.oneIn(3))
    return { verb: chance.pick(otherVerbs), nth: chance.between(1, 12), how: chance.pick(ofOthers), ms };
  return { verb: "commit", nth: chance.between(1, 80), how: chance.pick(ofCommits), ms };
}
