/** What the next command needs to find the store of this one. */
import type { CommandCall } from "./command-spec.ts";

/** "" where settings say it; else ` --store URL`. */
export function storeFlag({ settings, store }: Pick<CommandCall, "settings" | "store">): string {
  return settings.origin("store").layer === "call" ? ` --store ${store}` : "";
}
