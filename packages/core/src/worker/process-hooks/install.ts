/**
 * The only process-wide hooks of Stepwell: the determinism guard, who gets stray errors, when code's output is shown. Installed by each
 * engine's open, undone by the last one's close; nothing is touched at import.
 *
 * P1  Without a probe, every property is what it was before, to the descriptor.
 * P2  Outside of workflow code a patched function does what the platform's does.
 * P3  Functions that someone kept from the time of the hooks stay usable afterwards: they are inert.
 */
import { syncBuiltinESMExports } from "node:module";
import { Guard } from "./guard.ts";
import { guardPerformance, guardTemporal } from "./guard-clock.ts";
import { guardDate } from "./guard-date.ts";
import { guardOutside } from "./guard-outside.ts";
import { guardRandom } from "./guard-random.ts";
import { holdConsole } from "./hold-console.ts";
import type { Patch } from "./patch.ts";
import type { HookProbe } from "./probe.ts";
import { catchStrayErrors } from "./stray-errors.ts";

// The process has one Date: this state is the process's, and the one exception to "no mutable module state".
const guard = new Guard();
let patches: readonly Patch[] = [];

/** A probe counts as often as it is given. @returns `uninstall`; calling it again does nothing */
export function installProcessHooks(probe: HookProbe): { uninstall(): void } {
  const first = guard.isEmpty;
  guard.add(probe);
  if (first) patchProcess();
  let installed = true;
  return {
    uninstall: () => {
      if (!installed) return;
      installed = false;
      guard.remove(probe);
      if (guard.isEmpty) restoreProcess();
    },
  };
}

function patchProcess(): void {
  patches = [
    ...guardDate(guard),
    ...guardPerformance(guard),
    ...guardTemporal(guard),
    ...guardRandom(guard),
    ...guardOutside(guard),
    ...catchStrayErrors(guard),
    ...holdConsole(guard),
  ];
  // Named imports of node: modules are copies.
  syncBuiltinESMExports();
}

function restoreProcess(): void {
  for (const patch of patches.toReversed()) patch.restore();
  patches = [];
  syncBuiltinESMExports();
}
