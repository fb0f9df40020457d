/** The history that belongs to a seed. */
import { Chance } from "./chance.ts";
import { deedsOf } from "./generate-deeds.ts";
import { withMore } from "./generate-more.ts";
import { ProgramMaker } from "./generate-program.ts";
import type { Fault, FaultKind, Flow, Lag, Plan } from "./plan.ts";
import { allOf } from "./program.ts";
import { stories } from "./stories.ts";

export interface PlanOptions {
  /** Few and short runs: many such histories take no long time. Default false. */
  readonly small?: boolean;
}

export function planOfSeed(seed: number, { small = false }: PlanOptions = {}): Plan {
  const chance = new Chance(seed, "plan");
  const runs = Array.from({ length: small ? chance.between(1, 3) : chance.between(9, 15) }, (_, n) => `r${n}`);
  const made = chance.oneIn(8) ? chance.pick(stories) : flowsOf(chance, runs, small ? 4 : 1);
  const flows = made.map((flow) => ({ ...flow, ...shownApart(chance) }));
  const lastMs = chance.pick([200, 800, 2_500]);
  const limits = flows.some(({ needs }) => needs) ? [{ name: "units", units: chance.between(2, 4) }] : [];
  return withMore({
    seed,
    workers: chance.between(1, 3),
    concurrency: chance.pick([1, 3, 30]),
    rough: !chance.oneIn(5),
    provable: !chance.oneIn(4),
    flows,
    limits,
    deeds: deedsOf(chance, { runs, flows, limits, lastMs }),
    faults: chance.oneIn(4) ? [] : Array.from({ length: chance.below(16) }, () => faultOf(chance)),
    lags: chance.oneIn(3) ? lagsOf(chance) : [],
  });
}

/** One or two verbs are much slower than the others: only then most of what happens falls between a call and its answer. */
function lagsOf(chance: Chance): Lag[] {
  const verbs = ["commit", "commit", "notices", "inbox", "get", "control", "peek", "transact"];
  return Array.from({ length: chance.between(1, 2) }, () => ({
    verb: chance.pick(verbs),
    mostMs: chance.pick([5, 30, 120]),
  }));
}

/** @param by how many times smaller they are to be */
function flowsOf(chance: Chance, runs: readonly string[], by: number): Flow[] {
  const count = by > 1 ? chance.between(1, 2) : chance.between(2, 4);
  const inherits = chance.oneIn(6);
  return Array.from({ length: count }, (_, n): Flow => {
    const callable = Array.from({ length: count - n - 1 }, (_each, m) => `f${n + m + 1}`);
    // Those that are only called are small: there are many runs of them.
    const size = n === 0 ? chance.between(10, 40) : chance.between(2, 14);
    const program = new ProgramMaker(chance, { callable, known: runs }, Math.ceil(size / by)).make();
    const calls = [...allOf(program)].some((part) => "flow" in part);
    return {
      name: `f${n}`,
      program,
      ...(chance.oneIn(4) ? concurrencyOf(chance) : {}),
      ...(inherits || (!calls && chance.oneIn(4)) ? { needs: { name: "units", units: chance.between(1, 2) } } : {}),
      ...(chance.oneIn(8) ? { timeoutMs: chance.pick([300, 1_500, 4_000]) } : {}),
    };
  });
}

function concurrencyOf(chance: Chance): Pick<Flow, "limit" | "keys" | "yields" | "onConflict"> {
  const taken = chance.below(6);
  return {
    limit: chance.between(1, 3),
    ...(chance.oneIn(3) ? { keys: 2 } : {}),
    ...(taken < 2 ? { yields: true } : {}),
    ...(taken > 3 ? { onConflict: chance.pick(["skip", "replace", "reject"]) } : {}),
  };
}

/** What may be said of any flow, whatever it does. */
function shownApart(chance: Chance): Pick<Flow, "queue" | "rate"> {
  return {
    ...(chance.oneIn(5) ? { queue: "slow" } : {}),
    ...(chance.oneIn(8) ? { rate: { limit: chance.between(1, 4), periodMs: chance.pick([40, 300, 900]) } } : {}),
  };
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
const otherVerbs = [
  "recover",
  "get",
  "notices",
  "inbox",
  "peek",
  "workers",
  "beat",
  "reap",
  "control",
  "find",
  "cacheTake",
  "transact",
  "transact",
];

function faultOf(chance: Chance): Fault {
  const ms = chance.pick([5, 80, 1_200, 33_000]);
  if (chance.oneIn(3))
    return { verb: chance.pick(otherVerbs), nth: chance.between(1, 12), how: chance.pick(ofOthers), ms };
  return { verb: "commit", nth: chance.between(1, 80), how: chance.pick(ofCommits), ms };
}
