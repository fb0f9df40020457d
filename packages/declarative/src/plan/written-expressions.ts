/** All expressions of a definition, each with the place of what it stands in. */
import type { Definition } from "../definition/definition.ts";
import { everyStage } from "../definition/every-stage.ts";
import type { Job } from "../definition/job.ts";
import type { Stage } from "../definition/stage.ts";
import { type Expression, parseCondition } from "../expressions/expression.ts";
import { isTemplate, parseTemplate } from "../expressions/template.ts";
import type { Shape } from "../format/shape.ts";
import type { StageShape } from "../format/stage-shape.ts";

export interface WrittenExpression {
  readonly expression: Expression;
  /** "file:line"; "" for data that was given as objects. */
  readonly at: string;
}

export function writtenExpressions(
  definition: Definition,
  stages: ReadonlyMap<string, StageShape>,
): WrittenExpression[] {
  const { jobs, onFailure: _, finally: __, on, desc: ___, params: ____, ...own } = definition;
  const conditions = on.flatMap((trigger) =>
    trigger.type === "event" && trigger.match !== undefined ? condition(trigger.match, trigger.at) : [],
  );
  return [
    ...templates(own, definition.at),
    ...conditions,
    ...jobs.flatMap(ofJob),
    ...everyStage(definition).flatMap((stage) => ofStage(stage, stages.get(stage.type))),
  ];
}

function ofJob({ stages: _, desc: __, name: ___, if: when, at, ...own }: Job): WrittenExpression[] {
  return [...(when === undefined ? [] : condition(when, at)), ...templates(own, at)];
}

function ofStage(stage: Stage, type: StageShape | undefined): WrittenExpression[] {
  const { branches: _, desc: __, if: when, value, keys, at, ...own } = stage;
  const ofKeys = Object.entries(keys).flatMap(([key, given]) => shaped(given, type?.keys?.[key]?.shape, at));
  return [
    ...(when === undefined ? [] : condition(when, at)),
    ...shaped(value, type?.value.shape, at),
    ...ofKeys,
    ...templates(own, at),
  ];
}

/** A text is an expression by itself where the format says so. */
function shaped(value: unknown, shape: Shape | undefined, at: string): WrittenExpression[] {
  if (typeof value === "string") return isBare(shape) ? condition(value, at) : templates(value, at);
  if (typeof value !== "object" || value === null) return [];
  const fields = fieldsOf(shape);
  return Object.entries(value).flatMap(([key, item]) => shaped(item, fields?.[key]?.shape, at));
}

function isBare(shape: Shape | undefined): boolean {
  return shape?.kind === "expression" || (shape?.kind === "either" && shape.of.some(isBare));
}

function fieldsOf(shape: Shape | undefined): Readonly<Record<string, { readonly shape: Shape }>> | undefined {
  if (shape?.kind === "record") return shape.fields;
  if (shape?.kind === "either") return shape.of.map(fieldsOf).find((fields) => fields !== undefined);
  return undefined;
}

function condition(text: string, at: string): WrittenExpression[] {
  const parsed = parseCondition(text);
  return "problem" in parsed ? [] : [{ expression: parsed.expression, at }];
}

function templates(value: unknown, at: string): WrittenExpression[] {
  if (typeof value === "string")
    return isTemplate(value) ? partsOf(value).map((expression) => ({ expression, at })) : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap((item) => templates(item, at));
}

function partsOf(text: string): Expression[] {
  return parseTemplate(text).parts.filter((part) => typeof part !== "string");
}

/** Expressions in the texts of any data. */
export function expressionsIn(value: unknown): Expression[] {
  return templates(value, "").map(({ expression }) => expression);
}
