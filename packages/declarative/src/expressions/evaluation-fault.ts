/** What the evaluator stops at. It leaves as an error of the catalogue, with the expression and its place. */
import type { Node } from "./node.ts";

export class EvaluationFault {
  readonly node: Node;
  readonly problem: string;
  /** A path that leads nowhere, which `coalesce` may answer for. */
  readonly unknown: boolean;
  /** It is a variable that had no value when the run began, which keeps what it began with. */
  readonly unset: boolean;
  readonly cause: unknown;

  constructor(node: Node, problem: string, more: { unknown?: boolean; unset?: boolean; cause?: unknown } = {}) {
    this.node = node;
    this.problem = problem;
    this.unknown = more.unknown ?? false;
    this.unset = more.unset ?? false;
    this.cause = more.cause;
  }
}
