/** Gives parts of programs a time limit. */
import { Chance } from "./chance.ts";
import { withParts } from "./map-programs.ts";
import type { Plan } from "./plan.ts";
import type { Program } from "./program.ts";

export function withLimits(plan: Plan): Plan {
  const chance = new Chance(plan.seed, "limits");
  if (!chance.oneIn(5)) return plan;
  const flows = plan.flows.map((flow) => {
    const maker = new LimitMaker(chance);
    return { ...flow, program: maker.limited(flow.program) };
  });
  return { ...plan, flows };
}

class LimitMaker {
  readonly #chance: Chance;
  #names = 900;

  constructor(chance: Chance) {
    this.#chance = chance;
  }

  limited(program: Program): Program {
    const chance = this.#chance;
    const inside = withParts(program, (part) => this.limited(part));
    if (program.is === "again" || !chance.oneIn("parts" in program || "body" in program ? 3 : 6)) return inside;
    const again = chance.oneIn(3) ? { againMs: chance.pick(times) } : {};
    return { is: "within", name: `n${this.#names++}`, ms: chance.pick(times), ...again, body: inside };
  }
}

const times = [1, 25, 300, 800, 1_300, 3_000] as const;
