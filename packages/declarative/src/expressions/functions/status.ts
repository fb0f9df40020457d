/** Functions that ask how things stand: the answers come with the scope. */
import { refusal } from "../refusal.ts";
import type { EvaluationScope, ExpressionFunction } from "../scope.ts";
import { textOf } from "../text.ts";

const none = { least: 0, most: 0 };

export const always: ExpressionFunction = {
  name: "always",
  arity: none,
  doc: "True. In the `if` of a job or stage: it is to run whatever became of those before it.",
  example: { expression: "always()", result: true },
  evaluate: () => true,
};

export const success: ExpressionFunction = {
  name: "success",
  arity: none,
  doc: "Whether all needs of the job have succeeded; in a stage: whether none before it has failed.",
  example: { expression: "success()", result: true },
  evaluate: (_, scope) => statusOf(scope, "success").success,
};

export const failure: ExpressionFunction = {
  name: "failure",
  arity: none,
  doc: "Whether one of the job's needs has failed; in a stage: whether one before it has.",
  example: { expression: "failure()", result: false },
  evaluate: (_, scope) => statusOf(scope, "failure").failure,
};

export const cancelled: ExpressionFunction = {
  name: "cancelled",
  arity: none,
  doc: "Whether the run is being cancelled.",
  example: { expression: "cancelled()", result: false },
  evaluate: (_, scope) => statusOf(scope, "cancelled").cancelled,
};

export const hashFiles: ExpressionFunction = {
  name: "hashFiles",
  arity: { least: 1, most: 255 },
  doc: "One hash of all files in the job's workspace that the patterns name; empty if there are none.",
  example: { expression: "hashFiles('package-lock.json')", result: "" },
  evaluate(patterns, { hashFiles: answer }) {
    if (answer === undefined) throw refusal("hashFiles", "there is no workspace here: ask it in a stage");
    return answer(patterns.map(textOf));
  },
};

function statusOf({ status }: EvaluationScope, name: string): NonNullable<EvaluationScope["status"]> {
  if (status === undefined) throw refusal(name, "it can be asked in the `if` of jobs and stages alone");
  return status;
}
