/** The shields of a run that have not ended: it goes on until they have, whatever else becomes of it. */
import { isBelow } from "../replay/given-up-scopes.ts";

interface Shield {
  /** Of the scope that it stands in. */
  readonly path: string;
  end(): void;
}

export class Shields {
  /** Undefined while there was none, as in most runs. */
  #open: Map<Shield, Promise<void>> | undefined;

  add(path: string, inside: Promise<unknown>): void {
    const { promise, resolve } = Promise.withResolvers<void>();
    const shield: Shield = { path, end: resolve };
    this.#open ??= new Map();
    this.#open.set(shield, promise);
    const over = (): void => {
      this.#open?.delete(shield);
      resolve();
    };
    inside.then(over, over);
  }

  /** The branch has lost a race: nothing in it ever ends, and nobody waits for that. */
  giveUp(path: string): void {
    if (this.#open === undefined) return;
    for (const shield of this.#open.keys()) {
      if (!isBelow(`${shield.path}/`, path)) continue;
      this.#open.delete(shield);
      shield.end();
    }
  }

  /** There are some. */
  get open(): boolean {
    return this.#open !== undefined && this.#open.size > 0;
  }

  /** Resolves when none is left. */
  async ended(): Promise<void> {
    while (this.open) await Promise.all(this.#open?.values() ?? []);
  }
}
