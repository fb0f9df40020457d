/** Makes up programs. */
import type { Chance } from "./chance.ts";
import { type Program, type StepNode, signalNames } from "./program.ts";

export interface Surroundings {
  /** Flows that it may call. */
  readonly callable: readonly string[];
  /** Runs that it may write to. */
  readonly known: readonly string[];
  /** What its names are counted from; default 0. */
  readonly firstName?: number;
}

const kinds: readonly StepNode["kind"][] = ["plain", "plain", "plain", "task", "cached", "cached", "once"];

export class ProgramMaker {
  readonly #chance: Chance;
  readonly #around: Surroundings;
  #names: number;
  /** What may still be added. */
  #left: number;

  /** @param size about how many nodes */
  constructor(chance: Chance, { firstName = 0, ...around }: Surroundings, size: number) {
    this.#chance = chance;
    this.#around = around;
    this.#left = size;
    this.#names = firstName;
  }

  make(): Program {
    const parts: Program[] = [];
    while (this.#left > 0) parts.push(this.#any(3));
    const dice = this.#chance.below(8);
    if (dice === 0) parts.push({ is: "again", name: this.#name("g") });
    else if (dice === 1) parts.push({ is: "throw", name: this.#name("x") });
    return { is: "seq", name: this.#name("q"), parts };
  }

  #name(prefix: string): string {
    return `${prefix}${this.#names++}`;
  }

  #any(depth: number): Program {
    return depth > 0 && this.#chance.oneIn(4) ? this.#compound(depth - 1) : this.#leaf();
  }

  #several(depth: number, most: number): Program[] {
    return Array.from({ length: this.#chance.between(1, most) }, () => this.#any(depth));
  }

  #compound(depth: number): Program {
    const chance = this.#chance;
    switch (chance.below(7)) {
      case 0:
        return { is: "seq", name: this.#name("q"), parts: this.#several(depth, 3) };
      case 1:
        return { is: "all", name: this.#name("l"), parts: this.#several(depth, 4) };
      case 2:
        return { is: "race", name: this.#name("r"), parts: this.#several(depth, 3) };
      case 3:
        return { is: "cut", name: this.#name("i"), parts: [this.#any(depth), this.#any(depth)] };
      case 4: {
        const items = chance.between(1, 4);
        return {
          is: "map",
          name: this.#name("m"),
          items,
          atOnce: chance.between(1, items),
          body: this.#any(depth),
        };
      }
      case 5:
        return { is: "shield", name: this.#name("h"), body: this.#any(depth) };
      default:
        return { is: "catch", name: this.#name("c"), body: this.#any(depth) };
    }
  }

  #leaf(): Program {
    const chance = this.#chance;
    this.#left--;
    switch (chance.below(20)) {
      case 0:
      case 1:
        return { is: "sleep", name: this.#name("z"), ms: chance.pick([0, 1, 30, 700, 1_000, 1_100, 1_600]) };
      case 2:
      case 3:
        return this.#waiting();
      case 4:
      case 5:
        return this.#reaching();
      case 6:
      case 7:
        return this.#calling();
      case 8:
        return { is: "undo", name: this.#name("u"), failures: chance.below(2) };
      case 9:
        return chance.oneIn(2) ? { is: "draw" } : { is: "set", name: this.#name("d") };
      case 10:
        return { is: "book", name: this.#name("y"), failures: chance.oneIn(4) ? chance.between(1, 3) : 0 };
      default:
        return this.#step();
    }
  }

  #waiting(): Program {
    const chance = this.#chance;
    const within = chance.oneIn(4) ? {} : { withinMs: chance.pick([0, 20, 700, 1_200]) };
    switch (chance.below(4)) {
      case 0:
        return { is: "ask", name: this.#name("a"), ...within };
      case 1:
        return { is: "callback", name: this.#name("b"), ...within };
      default:
        return { is: "receive", name: this.#name("w"), signal: chance.pick(signalNames), ...within };
    }
  }

  #reaching(): Program {
    const chance = this.#chance;
    const { known } = this.#around;
    if (chance.oneIn(3))
      return { is: "poll", name: this.#name("o"), tries: chance.between(1, 3), everyMs: chance.pick([10, 400, 1_100]) };
    const tell = { is: "tell", name: this.#name("t"), signal: chance.pick(signalNames) } as const;
    return chance.oneIn(2) && known.length > 0 ? { ...tell, to: chance.pick(known) } : tell;
  }

  #calling(): Program {
    const chance = this.#chance;
    const { callable } = this.#around;
    if (callable.length === 0) return this.#step();
    this.#left -= 2;
    return { is: chance.oneIn(3) ? "start" : "call", name: this.#name("k"), flow: chance.pick(callable) };
  }

  #step(): StepNode {
    const chance = this.#chance;
    const maxAttempts = chance.between(1, 3);
    const kind = chance.oneIn(2) ? "plain" : chance.pick(kinds);
    return {
      is: "step",
      name: this.#name("s"),
      takesMs: chance.pick([0, 0, 0, 0, 0, 1, 15, 200, 600]),
      failures: chance.oneIn(12) ? maxAttempts : chance.oneIn(3) ? chance.below(maxAttempts) : 0,
      maxAttempts,
      backoffMs: chance.pick([1, 20, 300, 1_050]),
      heeds: chance.oneIn(2),
      kind,
      ...(kind !== "cached" && chance.oneIn(6) ? { asks: true } : {}),
    };
  }
}
