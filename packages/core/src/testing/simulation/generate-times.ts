/** Says of steps how long they may take, and has some take longer. */
import { Chance } from "./chance.ts";
import type { Flow, Plan } from "./plan.ts";
import { type Program, partsOf, type Times } from "./program.ts";

export function withTimes(plan: Plan): Plan {
  const chance = new Chance(plan.seed, "times");
  if (!chance.oneIn(4)) return plan;
  const programs = plan.flows.map(({ program }) => timed(chance, program));
  return {
    ...plan,
    flows: plan.flows.map((flow, n) => timedHooks(chance, { ...flow, program: programs[n] as Program })),
  };
}

function timedHooks(chance: Chance, flow: Flow): Flow {
  const { onFailure, onComplete } = flow;
  return {
    ...flow,
    ...(onFailure === undefined ? {} : { onFailure: timed(chance, onFailure) }),
    ...(onComplete === undefined ? {} : { onComplete: timed(chance, onComplete) }),
  };
}

function timed(chance: Chance, program: Program): Program {
  switch (program.is) {
    case "step":
      return chance.oneIn(2) ? { ...program, times: timesOf(chance, program.maxAttempts) } : program;
    case "undo":
      return chance.oneIn(3) ? { ...program, times: timesOf(chance, 3) } : program;
    case "poll":
      return chance.oneIn(2) ? { ...program, totalMs: chance.pick(totals) } : program;
    case "cut": {
      const [inside, beside] = program.parts;
      return { ...program, parts: [timed(chance, inside), timed(chance, beside)] };
    }
    default:
      if ("body" in program) return { ...program, body: timed(chance, program.body) };
      if ("parts" in program) return { ...program, parts: partsOf(program).map((part) => timed(chance, part)) };
      return program;
  }
}

const totals = [1, 30, 400, 1_100, 2_500] as const;

/** The first attempts are those that take too long: what follows them is seen as well. */
function timesOf(chance: Chance, attempts: number): Times {
  const which = chance.below(4);
  const attemptMs = which === 3 ? undefined : chance.pick([1, 15, 40, 250, 900]);
  const totalMs = which > 1 ? chance.pick(totals) : undefined;
  const beyondMs = chance.pick([0, 1, 60, 700, 15_000]);
  return {
    ...(attemptMs === undefined ? {} : { attemptMs }),
    ...(totalMs === undefined ? {} : { totalMs }),
    hangs: chance.pick([0, 1, 1, chance.between(1, attempts)]),
    hangMs: (attemptMs ?? 0) + (chance.oneIn(2) ? (totalMs ?? 0) : 0) + beyondMs,
  };
}
