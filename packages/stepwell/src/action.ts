/** The word that says what to do with a managed thing. */

import { nearestName } from "@stepwell/core/text";
import { commandFailure } from "./errors.ts";

/** @throws wrong-use naming the nearest word */
export function actionOf<A extends string>(command: string, word: string | undefined, actions: readonly A[]): A {
  const found = actions.find((action) => action === (word ?? "list"));
  if (found !== undefined) return found;
  const meant = nearestName(word ?? "", actions);
  const problem = `"${word}" is none of ${actions.join(", ")}${meant === "" ? "" : `; did you mean "${meant}"?`}`;
  throw commandFailure("wrong-use", { command, problem });
}

/** @throws wrong-use when it is missing */
export function nameOf(command: string, word: string | undefined): string {
  if (word === undefined) throw commandFailure("wrong-use", { command, problem: "<name> is missing" });
  return word;
}
