/** Short ways to write down what stories are made of. */
import type { Program, StepNode } from "./program.ts";

const plain = { takesMs: 0, failures: 0, maxAttempts: 3, backoffMs: 20, heeds: true, kind: "plain" } as const;

/** A step that does nothing of note, unless it is said otherwise. */
export function step(name: string, own: Partial<StepNode> = {}): StepNode {
  return { is: "step", name, ...plain, ...own };
}

export function seq(name: string, ...parts: readonly Program[]): Program {
  return { is: "seq", name, parts };
}

export const failing = { failures: 3 } as const;
