/** Has programs ask what those have given that they have started: at once, later, in vain, or more than once. */
import { Chance } from "./chance.ts";
import { withParts, withPrograms } from "./map-programs.ts";
import type { Flow, Plan } from "./plan.ts";
import { type Program, partsOf } from "./program.ts";

export function withResults(plan: Plan): Plan {
  const chance = new Chance(plan.seed, "results");
  if (!chance.oneIn(4)) return plan;
  return { ...plan, flows: plan.flows.map((flow) => asking(chance, flow)) };
}

type Started = Program & { readonly is: "start" };

function asking(chance: Chance, flow: Flow): Flow {
  const maker = new ResultMaker(chance);
  return withPrograms(flow, (program) => maker.asking(program));
}

class ResultMaker {
  readonly #chance: Chance;
  #names = 1_000;

  constructor(chance: Chance) {
    this.#chance = chance;
  }

  asking(program: Program): Program {
    const chance = this.#chance;
    switch (program.is) {
      case "call":
        return chance.oneIn(2) ? this.#asked({ ...program, is: "start" }) : program;
      case "start":
        return this.#asked(program);
      case "seq":
        return { ...program, parts: this.#laterOn(partsOf(program)) };
      default:
        return withParts(program, (part) => this.asking(part));
    }
  }

  /** What one part has started, one of those after it may ask for. */
  #laterOn(parts: readonly Program[]): Program[] {
    const chance = this.#chance;
    const made: Program[] = [];
    const open: string[] = [];
    for (const part of parts) {
      if (part.is === "start" && chance.oneIn(2)) {
        open.push(part.name);
        made.push(this.#apart(part));
      } else made.push(this.asking(part));
      const [of] = open;
      if (of === undefined || !chance.oneIn(2)) continue;
      open.shift();
      made.push(this.#result(of));
    }
    return made;
  }

  /** It is started, and its result asked for right there. */
  #asked(start: Started): Program {
    const chance = this.#chance;
    const { name } = start;
    const asks = (): Program => this.#result(name);
    const sleep = (): Program => ({ is: "sleep", name: this.#name("z"), ms: chance.pick([0, 1, 300, 1_100, 1_600]) });
    const later = ((): readonly Program[] => {
      switch (chance.below(6)) {
        case 0:
          return [];
        case 1:
          return [sleep(), asks()];
        case 2:
          return [{ is: "race", name: this.#name("r"), parts: [sleep(), asks()] }, asks()];
        case 3:
          return [{ is: "all", name: this.#name("l"), parts: [asks(), asks()] }];
        default:
          return [asks()];
      }
    })();
    return { is: "seq", name: this.#name("q"), parts: [this.#apart(start), ...later] };
  }

  #apart(start: Started): Program {
    return this.#chance.oneIn(4) ? { ...start, detached: true } : start;
  }

  /** Whoever does not catch it fails of it. */
  #result(of: string): Program {
    const result: Program = { is: "result", name: this.#name("v"), of };
    return this.#chance.oneIn(3) ? result : { is: "catch", name: this.#name("c"), body: result };
  }

  #name(prefix: string): string {
    return `${prefix}${this.#names++}`;
  }
}
