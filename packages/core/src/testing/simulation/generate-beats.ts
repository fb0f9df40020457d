/** Says of steps how long they may be silent, and has bodies say that they live: often enough, too seldom, or never. */
import { Chance } from "./chance.ts";
import type { Flow, Plan } from "./plan.ts";
import { type Program, partsOf, type Times } from "./program.ts";

export function withBeats(plan: Plan): Plan {
  const chance = new Chance(plan.seed, "beats");
  if (!chance.oneIn(6)) return plan;
  return { ...plan, flows: plan.flows.map((flow) => beatingFlow(chance, flow)) };
}

function beatingFlow(chance: Chance, flow: Flow): Flow {
  const { program, onFailure, onComplete } = flow;
  return {
    ...flow,
    program: beating(chance, program),
    ...(onFailure === undefined ? {} : { onFailure: beating(chance, onFailure) }),
    ...(onComplete === undefined ? {} : { onComplete: beating(chance, onComplete) }),
  };
}

function beating(chance: Chance, program: Program): Program {
  switch (program.is) {
    case "step":
    case "undo":
      return chance.oneIn(2)
        ? { ...program, times: { ...timesOf(chance, program.times), ...beatsOf(chance) } }
        : program;
    case "cut": {
      const [inside, beside] = program.parts;
      return { ...program, parts: [beating(chance, inside), beating(chance, beside)] };
    }
    default:
      if ("body" in program) return { ...program, body: beating(chance, program.body) };
      if ("parts" in program) return { ...program, parts: partsOf(program).map((part) => beating(chance, part)) };
      return program;
  }
}

/** The first attempts take long enough to say something. */
function timesOf(chance: Chance, times: Times | undefined): Times {
  return times ?? { hangs: chance.below(3), hangMs: chance.pick([60, 300, 900]) };
}

function beatsOf(chance: Chance): Pick<Times, "silenceMs" | "beatMs"> {
  const beatMs = chance.pick([undefined, 5, 25, 25, 100, 400]);
  return { silenceMs: chance.pick([10, 40, 250]), ...(beatMs === undefined ? {} : { beatMs }) };
}
