/** What the next command needs to find the store of this one, and whose runs it is about. */
import type { CommandCall } from "./command-spec.ts";
import { shellWord } from "./shell-word.ts";

/** "" where settings say it; else ` --store URL`, ` --namespace NAME`. */
export function storeFlag({ settings, store }: Pick<CommandCall, "settings" | "store">): string {
  const given = (key: "store" | "namespace"): boolean => settings.origin(key).layer === "call";
  const namespace = given("namespace") ? ` --namespace ${shellWord(settings.get("namespace"))}` : "";
  return `${given("store") ? ` --store ${shellWord(store)}` : ""}${namespace}`;
}
