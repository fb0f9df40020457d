/** What has failed in a run, in the order in which its code was told: a retry begins at the first that counts. */
import type { ErrorRecord } from "./records.ts";

interface Failure {
  /** `jobs.build.stages.compile` */
  readonly path: string;
  readonly thrown: unknown;
}

export class Failures {
  readonly #all: Failure[] = [];

  note(path: string, thrown: unknown): void {
    this.#all.push({ path, thrown });
  }

  /** The first one at these places, or below: what was handled there does no harm, it is only tried again. */
  first(errors: readonly Pick<ErrorRecord, "path">[]): unknown {
    const paths = new Set(errors.map(({ path }) => path));
    const counts = (path: string): boolean => {
      for (let end = path.length; end > 0; end = path.lastIndexOf(".", end - 1)) {
        if (paths.has(path.slice(0, end))) return true;
      }
      return false;
    };
    return this.#all.find(({ path }) => counts(path))?.thrown;
  }
}
