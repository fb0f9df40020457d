/** The format as a JSON Schema (draft 7, which all editors know): made of the same tables as the validator. */
import { describeShape } from "./describe.ts";
import { job } from "./job-keys.ts";
import { phrase } from "./names.ts";
import type { Field, Fields, MapShape, RecordShape, Shape, TextShape, WordShape } from "./shape.ts";
import { stageFields } from "./stage-keys.ts";
import type { StageShape } from "./stage-shape.ts";
import type { TriggerShape } from "./trigger-shape.ts";
import { workflowWith } from "./workflow-keys.ts";

type Schema = { readonly [key: string]: unknown };

/** Of files of definitions: a workflow with a name, or names and workflows. @param triggers of plugins */
export function jsonSchema(stages: readonly StageShape[], triggers: readonly TriggerShape[] = []): Schema {
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "Stepwell workflows",
    anyOf: [
      { required: ["name"], allOf: [{ $ref: "#/definitions/workflow" }] },
      {
        type: "object",
        minProperties: 1,
        not: { required: ["name"] },
        propertyNames: { pattern: phrase.pattern },
        additionalProperties: { $ref: "#/definitions/workflow" },
      },
    ],
    definitions: {
      workflow: recordSchema(workflowWith(triggers)),
      job: recordSchema(job),
      stages: { type: "array", minItems: 1, items: { $ref: "#/definitions/stage" } },
      stage: { type: "object", anyOf: stages.map(({ key }) => ({ $ref: `#/definitions/stage-${key}` })) },
      ...Object.fromEntries(stages.map((stage) => [`stage-${stage.key}`, stageSchema(stage)])),
      ...Object.fromEntries(Object.entries(stageFields).map(([key, field]) => [`of-stage-${key}`, fieldSchema(field)])),
      template: { type: "string", pattern: "\\$\\{\\{" },
    },
  };
}

function stageSchema(stage: StageShape): Schema {
  const own = { [stage.key]: stage.value, ...stage.keys };
  const common = Object.keys(stageFields).map((key) => [key, { $ref: `#/definitions/of-stage-${key}` }]);
  return {
    type: "object",
    description: stage.value.doc,
    properties: { ...propertiesOf(own), ...Object.fromEntries(common) },
    required: [stage.key, ...requiredOf(stage.keys ?? {})],
    additionalProperties: false,
  };
}

function fieldSchema({ shape, doc, template, default: fallback }: Field): Schema {
  const description = fallback === undefined ? doc : `${doc} Default: ${fallback}.`;
  return { description, ...schemaOf(shape, template === true) };
}

/** @param template a text with a template may stand for the whole, and for parts of it */
function schemaOf(shape: Shape, template: boolean): Schema {
  const schema = plainSchema(shape, template);
  const isText = ["any", "text", "script", "expression", "stages", "record"].includes(shape.kind);
  return template && !isText ? { anyOf: [schema, { $ref: "#/definitions/template" }] } : schema;
}

function plainSchema(shape: Shape, template: boolean): Schema {
  switch (shape.kind) {
    case "any":
      return {};
    case "text":
      return textSchema(shape, template);
    case "expression":
      return { type: ["string", "boolean", "number"] };
    case "script":
      return { type: "string", minLength: 1 };
    case "flag":
      return { type: "boolean" };
    case "number": {
      const { whole, least, most } = shape;
      return { type: whole === true ? "integer" : "number", ...bounds({ minimum: least, maximum: most }) };
    }
    case "duration":
      return { type: ["number", "string"], minimum: 0 };
    case "word":
      return wordSchema(shape);
    case "list": {
      const list = { type: "array", items: schemaOf(shape.of, template), ...bounds({ minItems: shape.least }) };
      return shape.orOne === true ? { anyOf: [list, schemaOf(shape.of, template)] } : list;
    }
    case "map":
      return mapSchema(shape, template);
    case "record":
      return shape === job ? { $ref: "#/definitions/job" } : recordSchema(shape);
    case "either":
      return { anyOf: shape.of.map((one) => schemaOf(one, template)) };
    case "stages":
      return { $ref: "#/definitions/stages" };
  }
}

/** Numbers and booleans are taken as they are written. */
function textSchema({ rule, prose, mayBeEmpty, ...shape }: TextShape, template: boolean): Schema {
  const scalar = { type: ["string", "number", "boolean"], title: describeShape({ ...shape, ...(rule && { rule }) }) };
  if (rule?.pattern === undefined) return prose === true || mayBeEmpty === true ? scalar : { ...scalar, minLength: 1 };
  const named = { ...scalar, pattern: rule.pattern };
  return template ? { anyOf: [named, { $ref: "#/definitions/template" }] } : named;
}

function wordSchema({ words }: WordShape): Schema {
  return {
    anyOf: Object.entries(words).map(([word, meaning]) => ({
      const: word,
      ...(meaning === "" ? {} : { description: meaning }),
    })),
  };
}

function mapSchema({ of, names, fixed, least }: MapShape, template: boolean): Schema {
  return {
    type: "object",
    ...(fixed === undefined ? {} : { properties: propertiesOf(fixed) }),
    ...(names.pattern === undefined ? {} : { propertyNames: { pattern: names.pattern } }),
    additionalProperties: schemaOf(of, template),
    ...bounds({ minProperties: least }),
  };
}

function recordSchema({ fields, oneOf }: RecordShape): Schema {
  return {
    type: "object",
    properties: propertiesOf(fields),
    ...(requiredOf(fields).length === 0 ? {} : { required: requiredOf(fields) }),
    additionalProperties: false,
    ...(oneOf === undefined ? {} : { oneOf: oneOf.map((key) => ({ required: [key] })) }),
  };
}

function propertiesOf(fields: Fields): Schema {
  return Object.fromEntries(Object.entries(fields).map(([key, field]) => [key, fieldSchema(field)]));
}

function requiredOf(fields: Fields): string[] {
  return Object.entries(fields).flatMap(([key, { required }]) => (required === true ? [key] : []));
}

function bounds(given: Readonly<Record<string, number | undefined>>): Schema {
  return Object.fromEntries(Object.entries(given).filter(([, bound]) => bound !== undefined));
}
