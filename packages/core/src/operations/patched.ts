/** wf.patched: lets code that has changed serve old runs in the old way. Decided once per run and id. */
import { checkName } from "../model/step-name.ts";
import { scopeOf } from "./asking.ts";
import type { RunPort } from "./run-port.ts";

/** True for runs that first reach it live; false for those whose journal was already further. */
export function patched(run: RunPort, id: string): boolean {
  scopeOf(run, "wf.patched");
  // Once per run and id, whatever the scope: the same change may touch several places.
  const name = checkName("patch", id);
  const kept = run.patches.get(name);
  if (kept !== undefined) return kept;
  const decided = run.issue({ kind: "patched", id: `patched~${name}`, value: (replaying) => !replaying }) as boolean;
  run.patches.set(name, decided);
  return decided;
}
