/** Makes up what people and machines do. */
import type { PointName } from "../../host/port.ts";
import type { Chance } from "./chance.ts";
import { type Act, type Deed, type Flow, type Limit, queuesOf } from "./plan.ts";
import { allOf, signalNames } from "./program.ts";

export interface Span {
  readonly runs: readonly string[];
  readonly flows: readonly Flow[];
  readonly limits: readonly Limit[];
  readonly lastMs: number;
}

/** In the order of their time. */
export function deedsOf(chance: Chance, span: Span): Deed[] {
  const deeds = [...startsOf(chance, span), ...othersOf(chance, span)];
  return deeds.sort((a, b) => a.at - b.at);
}

function startsOf(chance: Chance, { runs, flows, lastMs }: Span): Deed[] {
  const [main] = flows as [Flow];
  const again = [...allOf(main.program)].some(({ is }) => is === "again");
  return runs.map((id) => ({
    do: "start",
    at: chance.below(lastMs / 2),
    flow: chance.oneIn(4) ? chance.pick(flows).name : main.name,
    id,
    delayMs: chance.oneIn(4) ? chance.below(1_500) : 0,
    priority: chance.oneIn(4) ? chance.between(1, 3) : 0,
    left: again ? chance.between(1, 3) : 0,
    key: chance.below(2),
  }));
}

function othersOf(chance: Chance, span: Span): Deed[] {
  const { runs, flows, limits, lastMs } = span;
  const asked = flows.flatMap(({ program }) => [...allOf(program)].map(({ is }) => is));
  const deeds: Deed[] = [];
  for (let left = chance.below(24); left > 0; left--)
    deeds.push(toRun(chance, chance.pick(runs), chance.below(lastMs)));
  for (let left = chance.below(8); left > 0; left--) deeds.push(toWorker(chance, chance.below(lastMs)));
  for (const { name } of limits)
    for (let left = chance.below(3); left > 0; left--)
      deeds.push({ do: "limit", at: chance.below(lastMs), name, units: chance.between(2, 4) });
  deeds.push(...toQueues(chance, span), ...forks(chance, span));
  const decides = flows.some(({ program }) => [...allOf(program)].some((part) => part.is === "step" && part.asks));
  if (decides)
    for (let left = chance.below(8); left > 0; left--)
      deeds.push({ do: "decide", at: chance.below(lastMs), id: chance.pick(runs), act: chance.pick(acts) });
  if (asked.includes("ask"))
    for (let left = chance.below(12); left > 0; left--)
      deeds.push({ do: "answer", at: chance.below(lastMs), id: chance.pick(runs) });
  if (asked.includes("callback"))
    for (let left = chance.below(6); left > 0; left--) deeds.push(handedIn(chance, runs, lastMs));
  return deeds;
}

const acts: readonly Act[] = ["retry", "retry", "complete", "skip", "fail"];

function toQueues(chance: Chance, { flows, lastMs }: Span): Deed[] {
  const queues = queuesOf({ flows });
  const many = chance.oneIn(3) ? chance.between(1, 5) : 0;
  return Array.from({ length: many }, (): Deed => {
    const wish = chance.pick(["hold", "let", "let", "drain"] as const);
    return { do: wish, at: chance.below(lastMs), queue: chance.pick(queues) };
  });
}

function forks(chance: Chance, { runs, lastMs }: Span): Deed[] {
  const many = chance.oneIn(3) ? chance.between(1, 3) : 0;
  return Array.from({ length: many }, (_, n): Deed => {
    const part = chance.pick([0, 30, 60, 90, 100]);
    return { do: "fork", at: chance.below(lastMs), id: chance.pick(runs), as: `k${n}`, part };
  });
}

function handedIn(chance: Chance, runs: readonly string[], lastMs: number): Deed {
  const [id, at] = [chance.pick(runs), chance.below(lastMs)];
  return { do: "callback", at, id, times: chance.between(1, 2), forged: chance.oneIn(6) };
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
      return { do: "disown", at, worker, lateMs: chance.pick([0, 30, 400, 1_500]) };
    default:
      return { do: "jump", at, ms: chance.pick([-3_600_000, -1_500, 1_500, 40_000, 3_600_000]) };
  }
}
