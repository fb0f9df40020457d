/** Declarations: declare, local, export and their like. */
import { declarations } from "./evaluating-names.ts";
import type { Command, Word } from "./syntax.ts";

/** The words of a declaration behind its name. */
export function declared(command: Command): readonly Word[] | undefined {
  const at = command.words.findIndex(({ literal }) => literal !== undefined && declarations.has(literal));
  const before = command.words.slice(0, Math.max(0, at));
  const isReached = before.every(({ literal }) => literal === "command" || literal === "builtin");
  return at >= 0 && isReached ? command.words.slice(at + 1) : undefined;
}
