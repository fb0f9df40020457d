/** Who does something in a simulated world. */

type Condition = "living" | "frozen" | "dead";

/** Something that waits to happen. */
export interface Task {
  readonly actor: Actor;
  readonly order: number;
  run(): void;
}

/** A process of the simulated world, or the world itself. */
export class Actor {
  readonly name: string;
  readonly number: number;
  condition: Condition = "living";
  /** Turns and timers, in order. */
  readonly line: Task[] = [];
  /** What would have happened to a dead one. */
  readonly after: Task[] = [];

  constructor(name: string, number: number) {
    this.name = name;
    this.number = number;
  }

  get dead(): boolean {
    return this.condition === "dead";
  }
}
