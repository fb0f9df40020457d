/** What the world sees of the calls of its processes, as they are carried out in the store. */
import type { CommitResult, RunKey } from "../../store/port.ts";
import type { EdgeParts } from "./edge.ts";
import type { Removals } from "./removals.ts";
import { type Watched, watchLimits } from "./watch-limits.ts";

interface Witnessed extends Watched {
  readonly removals: Removals;
}

export function witnessOf(world: Witnessed): Pick<EdgeParts, "carriesOut" | "landed"> {
  return {
    carriesOut: (verb, args, next) =>
      verb === "remove" ? world.removals.carriedOut(args[0] as readonly RunKey[], next) : next(),
    landed: (call) => {
      world.ledger.landed(call);
      if (call.verb === "commit") void watchLimits(world, call.result as CommitResult);
    },
  };
}
