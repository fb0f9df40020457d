/** Runs that a journal has called and of whose end it says nothing. */
import type { Entry } from "../model/entry.ts";

export interface AwaitedChild {
  /** Position of the entry that says so. */
  readonly seq: number;
  readonly op: string;
  /** Id of the run. */
  readonly child: string;
}

export function awaitedChildren(entries: readonly Entry[], decode: (text: string) => unknown): AwaitedChild[] {
  const open = new Map<string, AwaitedChild>();
  for (const { kind, op, seq, value = "" } of entries) {
    if (kind === "child-started") open.set(op, { seq, op, child: String(decode(value)) });
    else if (kind === "child") open.delete(op);
  }
  return [...open.values()];
}
