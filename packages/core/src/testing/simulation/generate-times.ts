/** Says of steps how long they may take, and has some take longer. */
import { Chance } from "./chance.ts";
import { withEndings, withParts } from "./map-programs.ts";
import type { Plan } from "./plan.ts";
import type { Program, Times } from "./program.ts";

export function withTimes(plan: Plan): Plan {
  const chance = new Chance(plan.seed, "times");
  if (!chance.oneIn(4)) return plan;
  const flows = plan.flows.map((flow) => ({ ...flow, program: timed(chance, flow.program) }));
  return { ...plan, flows: flows.map((flow) => withEndings(flow, (program) => timed(chance, program))) };
}

function timed(chance: Chance, program: Program): Program {
  switch (program.is) {
    case "step":
      return chance.oneIn(2) ? { ...program, times: timesOf(chance, program.maxAttempts) } : program;
    case "undo":
      return chance.oneIn(3) ? { ...program, times: timesOf(chance, 3) } : program;
    case "poll":
      return chance.oneIn(2) ? { ...program, totalMs: chance.pick(totals) } : program;
    default:
      return withParts(program, (part) => timed(chance, part));
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
