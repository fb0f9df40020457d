/** Whether an expression asks how the needs of a job have ended. */
import type { Expression } from "./expression.ts";
import type { MemberNode, Node } from "./node.ts";
import { childrenOf } from "./walk.ts";

const words: ReadonlySet<string> = new Set(["result", "outcome"]);

/** True where `needs.X.result` or `outcome` is read: of one need, of a computed one, or of all with `needs.*.result`. */
export function readsResults(expression: Expression): boolean {
  const reads = (node: Node): boolean => (node.kind === "member" && isResult(node)) || childrenOf(node).some(reads);
  return reads(expression.root);
}

/** As at run time, names have no case. */
function isResult({ of, key }: MemberNode): boolean {
  if (key === "*" || key.kind !== "literal" || !words.has(String(key.value).toLowerCase())) return false;
  return of.kind === "member" && of.of.kind === "name" && of.of.name.toLowerCase() === "needs";
}
