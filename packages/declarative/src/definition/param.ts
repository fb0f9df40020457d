/** What a workflow or a template asks for. */
import type { Json, JsonMap } from "./json.ts";

export const paramTypes = [
  "str",
  "int",
  "float",
  "decimal",
  "bool",
  "date",
  "datetime",
  "choice",
  "array",
  "map",
  "object",
  "secret",
] as const;
export type ParamType = (typeof paramTypes)[number];

export interface ParamDefinition {
  readonly name: string;
  readonly type: ParamType;
  readonly desc?: string;
  /** True when it was said, or when there is no default. */
  readonly required: boolean;
  /** As written: text for dates and decimals. Left out: there is none. */
  readonly default?: Json;
  /** Least number, date or length. */
  readonly min?: number | string;
  readonly max?: number | string;
  /** Regular expression that the whole text has to match. */
  readonly pattern?: string;
  /** Of a choice. */
  readonly options?: readonly Json[];
  /** JSON Schema: of an object. */
  readonly schema?: Json;
  readonly at: string;
}

/** A job or stage that was written elsewhere. */
export interface TemplateUse {
  /** "jobs/common#lint". */
  readonly from: string;
  /** What the template asks for. */
  readonly params: readonly ParamDefinition[];
  /** What it is given: names and values, evaluated where it is used. */
  readonly with: JsonMap;
  /** Of a job: the template's own env, under that of the job. */
  readonly env?: JsonMap;
  /** Of a job: its keys that come from the template, whose params they see. */
  readonly gives?: readonly string[];
}
