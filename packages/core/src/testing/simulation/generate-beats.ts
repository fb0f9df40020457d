/** Says of steps how long they may be silent, and has bodies say that they live: often enough, too seldom, or never. */
import { Chance } from "./chance.ts";
import { withParts, withPrograms } from "./map-programs.ts";
import type { Plan } from "./plan.ts";
import type { Program, Times } from "./program.ts";

export function withBeats(plan: Plan): Plan {
  const chance = new Chance(plan.seed, "beats");
  if (!chance.oneIn(6)) return plan;
  return { ...plan, flows: plan.flows.map((flow) => withPrograms(flow, (program) => beating(chance, program))) };
}

function beating(chance: Chance, program: Program): Program {
  if (program.is !== "step" && program.is !== "undo") return withParts(program, (part) => beating(chance, part));
  if (!chance.oneIn(2)) return program;
  return { ...program, times: { ...timesOf(chance, program.times), ...beatsOf(chance) } };
}

/** The first attempts take long enough to say something. */
function timesOf(chance: Chance, times: Times | undefined): Times {
  return times ?? { hangs: chance.below(3), hangMs: chance.pick([60, 300, 900]) };
}

function beatsOf(chance: Chance): Pick<Times, "silenceMs" | "beatMs"> {
  const beatMs = chance.pick([undefined, 5, 25, 25, 100, 400]);
  return { silenceMs: chance.pick([10, 40, 250]), ...(beatMs === undefined ? {} : { beatMs }) };
}
