/**
 * Evaluates what users wrote in languages that can take any time: regular expressions, JSON Schema, JSONata. Each has
 * one second of the processor in a thread of its own, so that nothing else waits for it.
 */

import { declarativeFailure } from "../errors.ts";
import { opened, Secret } from "../expressions/secret.ts";
import { jsonOf } from "../expressions/text.ts";
import type { Question } from "./question.ts";
import { ThreadPlace } from "./thread-place.ts";

const most = 4;
const places: ThreadPlace[] = [];
const waiting: (() => void)[] = [];

/** Whether the whole text matches. Throws `evaluation-too-slow`, and `evaluation-failed` for what is no pattern. */
export async function matches(pattern: string, text: string): Promise<boolean> {
  const answer = await ask(`the pattern /${pattern}/`, { kind: "match", pattern, text });
  return answer === "true";
}

/**
 * Where a value does not fit a JSON Schema: `/items/0: must be number`; [] where it does. Secrets in it are looked at;
 * no message repeats a value.
 */
export async function validate(schema: unknown, value: unknown): Promise<string[]> {
  const plain = opened(value).value;
  const answer = await ask("the schema", { kind: "validate", schema: jsonOf(schema), value: jsonOf(plain) });
  return JSON.parse(answer) as string[];
}

/**
 * The result of a JSONata expression; null where it has none. What is computed from a secret is one.
 * @param bindings what `$name` stands for
 */
export async function transform(
  expression: string,
  input: unknown,
  bindings: Readonly<Record<string, unknown>> = {},
): Promise<unknown> {
  const [given, bound] = [opened(input), opened(bindings)];
  const question = {
    kind: "transform",
    expression,
    input: jsonOf(given.value),
    bindings: jsonOf(bound.value),
  } as const;
  if (!given.secret && !bound.secret) return JSON.parse(await ask("the transform", question)) as unknown;
  try {
    return new Secret(JSON.parse(await ask("the transform", question)));
  } catch {
    throw declarativeFailure("evaluation-failed", { what: "the transform", problem: "it failed on a secret" });
  }
}

/** Waits for a place if all are taken: what is slow elsewhere delays, at most, what is asked after it. */
async function ask(what: string, question: Question): Promise<string> {
  let place = places.find(({ isFree }) => isFree);
  while (place === undefined && places.length >= most) {
    await new Promise<void>((resolve) => waiting.push(resolve));
    place = places.find(({ isFree }) => isFree);
  }
  if (place === undefined) {
    place = new ThreadPlace();
    places.push(place);
  }
  try {
    return await place.ask(what, question);
  } finally {
    waiting.shift()?.();
  }
}
