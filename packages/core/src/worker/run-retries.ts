/** What a run knows of its retries, up to this point of its journal. */
import type { Entry, RetryValue } from "../model/entry.ts";

interface Renewed {
  readonly row: { readonly startedAt: number | undefined };
  readonly cursor: { renew(at: number): void };
  decode(text: string): unknown;
}

/** Most runs are never retried, and share this. */
const nothing: RetryValue = {};

export class RunRetries {
  /** How many there were. */
  times = 0;
  #last = nothing;
  /** Generations of children by id, once one is asked about: there may be 10,000 of them. */
  #left: ReadonlyMap<string, number> | undefined;

  /** The run was retried or forked here, or a person has let any build go on with it. */
  delivered(run: Renewed, { kind, at, value }: Entry): void {
    if (kind === "unpinned") {
      this.#last = { ...this.#last, build: "any" };
      return;
    }
    // Until it was claimed first it could do nothing: it may have stood in line.
    run.cursor.renew(Math.max(at, run.row.startedAt ?? 0));
    if (kind !== "retry") return;
    this.times++;
    this.#last = value === undefined ? nothing : (run.decode(value) as RetryValue);
    this.#left = undefined;
  }

  /** How the children are retried that the last retry has left. */
  get ofChildren(): Pick<RetryValue, "build"> {
    const { build } = this.#last;
    return build === undefined ? {} : { build };
  }

  /** The last retry has found this generation of a child at its end, or about to end: nothing of it has happened since. */
  left({ id, generation }: { readonly id: string; readonly generation: number }): boolean {
    this.#left ??= new Map(this.#last.left);
    return this.#left.get(id) === generation;
  }
}
