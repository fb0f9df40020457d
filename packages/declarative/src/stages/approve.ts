/** `approve`: a question to people. */

import type { Schema } from "@stepwell/core";
import { declarativeFailure } from "../errors.ts";
import { validate } from "../evaluate-in-thread/evaluate-in-thread.ts";
import { opened } from "../expressions/secret.ts";
import { textOf } from "../expressions/text.ts";
import { inTime } from "./in-time.ts";
import { isMap } from "./is-map.ts";
import type { StageType } from "./stage-type.ts";

export const approve: StageType = {
  key: "approve",
  value: {
    shape: { kind: "text" },
    doc: "Asks people, and waits on disk. The answer is true, false, or the form's fields, with `approved: false` for a no. It fails when they refuse. Outputs: `approved`, and the form's fields.",
    example: "name: Gate\napprove: Ship order ${{ params.order }}?\nassignees: [ops]\ntimeout: 2 days\n",
    template: true,
  },
  keys: {
    form: {
      shape: { kind: "any", called: "a JSON Schema" },
      doc: "JSON Schema of what is to be filled in.",
      example: "{ type: object, properties: { note: { type: string } } }",
    },
    assignees: {
      shape: { kind: "list", of: { kind: "text" }, orOne: true },
      doc: "Who may answer.",
      example: "[ops, ana]",
      default: "everybody",
      template: true,
    },
    default: {
      shape: { kind: "any" },
      doc: "The answer when the timeout is over; without it that is a failure.",
      example: "false",
      template: true,
    },
  },
  composite: true,
  keepsTimeout: true,
  waits: true,
  async run({ id, value, keys }, s) {
    const title = shown(value);
    const { form, assignees, default: fallback } = keys;
    const asked = s.wf.ask<Answer>({
      name: id,
      title,
      schema: answerSchema(form),
      ...(form === undefined ? {} : { form }),
      ...(assignees === undefined ? {} : { assignees: listOf(assignees).map(shown) }),
      ...(s.timeoutMs === undefined ? {} : { timeout: s.timeoutMs }),
      ...(fallback === undefined ? { failsLate: true } : { default: fallbackOf(id, fallback) }),
    });
    const answer = await inTime(asked, id, s);
    if (!answer.approved) throw declarativeFailure("approval-refused", { stage: id, title });
    return { outputs: answer };
  },
};

type Answer = Readonly<Record<string, unknown>> & { readonly approved: boolean };

/** Undefined: it is none. */
function answerOf(given: unknown): Answer | undefined {
  if (typeof given === "boolean") return { approved: given };
  if (!isMap(given)) return undefined;
  const { approved = true } = given;
  return typeof approved === "boolean" ? { ...given, approved } : undefined;
}

function fallbackOf(id: string, given: unknown): Answer {
  const { value, secret } = opened(given);
  if (secret) throw declarativeFailure("secret-not-kept", { stage: id });
  const answer = answerOf(value);
  if (answer !== undefined) return answer;
  const problem = `has a default that is no answer: ${textOf(value)}`;
  throw declarativeFailure("stage-value", { stage: `approve "${id}"`, problem });
}

/** Fields are checked where there is a form, and only of a yes: a no needs none. */
function answerSchema(form: unknown): Schema<Answer> {
  const check = async (given: unknown) => {
    const answer = answerOf(given);
    if (answer === undefined) return { issues: [{ message: "must be true, false, or a map of fields" }] };
    if (form === undefined || !answer.approved) return { value: answer };
    const { approved: _, ...fields } = answer;
    const problems = await validate(form, fields);
    return problems.length === 0 ? { value: answer } : { issues: problems.map((message) => ({ message })) };
  };
  return { "~standard": { version: 1, vendor: "stepwell", validate: check } };
}

/** People read it, and it is kept. */
function shown(value: unknown): string {
  const { value: open, secret } = opened(value);
  return secret ? "***" : textOf(open);
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}
