/**
 * `hashFiles(…)` in the expressions of a stage. Files are outside of workflow code: what it answers is asked beforehand,
 * by a step of its own, and is in the journal.
 */
import type { Stage } from "../definition/stage.ts";
import { evaluate } from "../expressions/evaluate.ts";
import type { Expression } from "../expressions/expression.ts";
import type { CallNode, Node } from "../expressions/node.ts";
import { refusal } from "../expressions/refusal.ts";
import type { EvaluationScope } from "../expressions/scope.ts";
import { isTemplate } from "../expressions/template.ts";
import { templatePieces } from "../expressions/template-pieces.ts";
import { textOf } from "../expressions/text.ts";
import { childrenOf } from "../expressions/walk.ts";
import { asksForHashes } from "./asks-for-hashes.ts";
import { type Course, type Names, scopeOf } from "./course.ts";
import { hashOfFiles } from "./file-hash.ts";
import { journalName } from "./names.ts";
import { type OpenWorkspace, requireWorkspace } from "./workspace.ts";

/** The course with the answers to all that the stage asks. @throws workspace-lost, within a step's failure */
export async function withHashes(
  course: Course,
  stage: Stage,
  { names, workspace }: { readonly names: Names; readonly workspace: OpenWorkspace | undefined },
): Promise<Course> {
  if (workspace === undefined || course.hashFiles !== undefined || !asksForHashes(stage)) return course;
  const wanted = new Map<string, readonly string[]>();
  const scope = scopeOf(course, names);
  for (const { expression, call } of callsOf(course, stage)) {
    const patterns = patternsOf(expression, call, scope);
    if (patterns !== undefined) wanted.set(keyOf(patterns), patterns);
  }
  const answers = new Map<string, string>();
  for (const [key, patterns] of wanted) {
    const answer = await course.budget.working(() =>
      course.wf.step(
        `hashFiles of ${journalName(stage.id)}`,
        (s) => {
          requireWorkspace(course, workspace);
          return hashOfFiles(workspace.folder, patterns, s.abortSignal);
        },
        { retry: false },
      ),
    );
    answers.set(key, answer);
  }
  const hashFiles = (patterns: readonly string[]): string => {
    const answer = answers.get(keyOf(patterns));
    if (answer !== undefined) return answer;
    throw refusal(
      "hashFiles",
      "its patterns are known too late: write them out, or take them from what is known before",
    );
  };
  return { ...course, hashFiles };
}

function keyOf(patterns: readonly string[]): string {
  return JSON.stringify(patterns);
}

interface FoundCall {
  readonly expression: Expression;
  readonly call: CallNode;
}

function callsOf({ services }: Course, { value, keys, env, outputs, cache, if: condition }: Stage): FoundCall[] {
  const found: FoundCall[] = [];
  const add = (text: string): void => {
    const expression = services.templates.condition(text);
    const visit = (node: Node): void => {
      if (node.kind === "call" && node.name === "hashfiles") found.push({ expression, call: node });
      for (const child of childrenOf(node)) visit(child);
    };
    visit(expression.root);
  };
  if (condition !== undefined) add(condition);
  for (const text of textsIn([value, keys, env ?? null, outputs ?? null, cache?.key ?? null])) {
    if (!isTemplate(text)) continue;
    for (const { kind, from, to } of templatePieces(text)) if (kind === "expression") add(text.slice(from, to));
  }
  return found;
}

function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}

/** Undefined where they cannot be evaluated: whoever evaluates the whole is told why. */
function patternsOf(expression: Expression, call: CallNode, scope: EvaluationScope): string[] | undefined {
  try {
    return call.arguments.map((root) => textOf(evaluate({ ...expression, root }, scope)));
  } catch {
    return undefined;
  }
}
