/** Calls functions and filters: how many arguments, no secrets inside, no exceptions without a place outside. */
import { EvaluationFault } from "./evaluation-fault.ts";
import type { Node } from "./node.ts";
import type { Arity } from "./scope.ts";
import { opened, Secret } from "./secret.ts";

export function checkCount(node: Node, count: number, { arity, name }: { arity: Arity; name: string }): void {
  if (count >= arity.least && count <= arity.most) return;
  throw new EvaluationFault(node, `${name} takes ${arityText(arity)}, not ${count}`);
}

/** "2 arguments", "1 to 3 arguments", "3 arguments or more". */
export function arityText({ least, most }: Arity): string {
  const range =
    most === least ? `${least}` : most === Number.POSITIVE_INFINITY ? `${least} or more` : `${least} to ${most}`;
  return range === "0" ? "no arguments" : `${range} ${range === "1" ? "argument" : "arguments"}`;
}

/** Functions and filters see values; what they make of a secret is one. */
export function computed(
  node: Node,
  given: readonly unknown[],
  compute: (plain: readonly unknown[]) => unknown,
): unknown {
  let hidden = false;
  let plain = given;
  for (let n = 0; n < given.length; n++) {
    const argument = given[n];
    if (typeof argument !== "object" || argument === null) continue;
    const { value, secret } = opened(argument);
    if (!secret) continue;
    if (!hidden) plain = [...given];
    (plain as unknown[])[n] = value;
    hidden = true;
  }
  try {
    const result = compute(plain) ?? null;
    return hidden ? new Secret(result) : result;
  } catch (cause) {
    if (cause instanceof EvaluationFault) throw cause;
    if (hidden) throw new EvaluationFault(node, "it failed on a secret");
    throw new EvaluationFault(node, cause instanceof Error ? cause.message : String(cause), { cause });
  }
}
