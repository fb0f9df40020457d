/** The runs that a run has started, as it is left. */
import type { RunState, RunView, Stepwell } from "@stepwell/core";

const pageSize = 200;
/** A notice names no more of them. */
const namedMost = 3;

/** Newest first. */
export async function* childRuns(
  engine: Stepwell,
  parent: string,
  status: readonly RunState[],
): AsyncGenerator<RunView> {
  let cursor: string | undefined;
  do {
    const page = await engine.list(
      { parent, status },
      { limit: pageSize, ...(cursor === undefined ? {} : { cursor }) },
    );
    yield* page.items;
    cursor = page.next;
  } while (cursor !== undefined);
}

export function named(runs: ReadonlySet<string>): string {
  const more = runs.size - namedMost;
  return `${[...runs].slice(0, namedMost).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}
