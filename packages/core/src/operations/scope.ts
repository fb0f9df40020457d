/** wf.scope: names inside are numbered apart, so that concurrent branches cannot swap their entries. */
import { checkScopeName } from "../model/step-name.ts";
import { scopeOf } from "./asking.ts";
import { inFrame, innerFrame } from "./frame.ts";
import type { RunPort } from "./run-port.ts";

export async function scope<T>(run: RunPort, name: string, fn: () => T): Promise<Awaited<T>> {
  const inner = scopeOf(run, "wf.scope").child(checkScopeName(name));
  return await inFrame(innerFrame(run, inner), fn);
}
