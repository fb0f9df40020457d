/**
 * The runs that a run which did not end well has started are cancelled with it, and undo what they have done. Who
 * executes them stays until they have: nobody else may come.
 */
import type { RunState, Stepwell } from "@stepwell/core";
import { childRuns, named } from "./child-runs.ts";
import type { FollowView } from "./view.ts";

export interface Leaving {
  readonly engine: Stepwell;
  readonly view: FollowView;
  /** Fires when nobody wants to wait any longer. */
  readonly stop: AbortSignal;
  /** What the next command needs to find the run: "" or ` --store URL`. */
  readonly where: string;
}

/** Those that are paused or blocked end when somebody lets them go on. */
const goingOn: readonly RunState[] = ["pending", "running", "waiting"];

/** Resolves when no run below this one, which is over, is being cancelled any more. */
export async function untilChildrenEnded(id: string, { engine, view, stop, where }: Leaving): Promise<void> {
  const left = new Set<string>();
  await collect(id, { engine, left });
  if (left.size === 0) return;
  view.notice(`waits until what it has started is cancelled: ${named(left)}`);
  const stopped = new Promise<void>((resolve) => stop.addEventListener("abort", () => resolve()));
  for (const child of left) {
    if (!stop.aborted) await Promise.race([ended(child, engine), stopped]);
    if (stop.aborted) break;
    left.delete(child);
    await collect(child, { engine, left });
  }
  if (left.size > 0) view.notice(`not ended yet: ${named(left)}; stepwell resume ${[...left].join(" ")}${where}`);
}

/** Adds the children that are being cancelled; of those that have ended so, theirs. */
async function collect(id: string, into: { readonly engine: Stepwell; readonly left: Set<string> }): Promise<void> {
  const { engine, left } = into;
  for await (const { id: child, status, cancelRequestedAt } of childRuns(engine, id, [...goingOn, "cancelled"])) {
    if (status === "cancelled") await collect(child, into);
    else if (cancelRequestedAt !== undefined) left.add(child);
  }
}

async function ended(id: string, engine: Stepwell): Promise<void> {
  // How it ends does not matter here: it is told with the run itself.
  await engine
    .handle(id)
    .result({ rejectOn: ["paused", "blocked"] })
    .catch(() => {});
}
