/** The runs that a run has started and that go on without it: nobody waits for them, and who leaves now executes them no more. */
import { isFinished, runStates, type Stepwell } from "@stepwell/core";
import { childRuns, named } from "./child-runs.ts";
import type { FollowView } from "./view.ts";

export interface Leaving {
  readonly engine: Stepwell;
  readonly view: FollowView;
  /** What the next command needs to find a run: "" or ` --store URL`. */
  readonly where: string;
  /** False when the store is gone with this process. */
  readonly kept: boolean;
}

const unfinished = runStates.filter((state) => !isFinished(state));

/** Of those that are being cancelled with it, others tell. */
export async function tellLeftChildren(id: string, { engine, view, where, kept }: Leaving): Promise<void> {
  const left = new Set<string>();
  for await (const child of childRuns(engine, id, unfinished))
    if (child.cancelRequestedAt === undefined) left.add(child.id);
  const [first] = left;
  if (first === undefined) return;
  if (!kept) view.notice(`ends with this process, as a memory: store does: ${named(left)}`);
  else
    view.notice(
      `goes on without it: ${named(left)}; stepwell resume ${first}${where}, or, where another process executes it, stepwell watch ${first}${where}`,
    );
}
