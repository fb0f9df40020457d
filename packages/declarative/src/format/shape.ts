/**
 * The format as data: what may stand where. The validator, the JSON Schema and the reference are made from these tables
 * and from nothing else.
 */

import type { Location, Report } from "../diagnosis/problem.ts";
import type { MapNode, SourceNode } from "../source/node.ts";

export type Shape =
  | AnyShape
  | TextShape
  | ExpressionShape
  | ScriptShape
  | FlagShape
  | NumberShape
  | DurationShape
  | WordShape
  | ListShape
  | MapShape
  | RecordShape
  | EitherShape
  | StagesShape;

/** Any data. */
export interface AnyShape {
  readonly kind: "any";
  /** For the reference: "a JSON Schema". Default: "any value". */
  readonly called?: string;
}

/** Text; a number, a boolean or a date is taken as it is written. */
export interface TextShape {
  readonly kind: "text";
  readonly called?: string;
  readonly rule?: TextRule;
  /** Default: false. */
  readonly mayBeEmpty?: boolean;
  /** For people to read: `${{` in it means nothing. */
  readonly prose?: boolean;
}

/** A rule of a text with a name in messages: `is not a name: use letters, …`. */
export interface TextRule {
  readonly called: string;
  /** What is wrong with the text, ending a sentence that begins with it; undefined when it is right. */
  readonly problemOf: (text: string) => string | undefined;
  /** For the JSON Schema, as far as it can say it. */
  readonly pattern?: string;
}

/** A condition: an expression, bare or in `${{ }}`, or a boolean. */
export interface ExpressionShape {
  readonly kind: "expression";
}

/** Code in another language: its templates are bound by name and never pasted. */
export interface ScriptShape {
  readonly kind: "script";
  readonly language: "bash" | "code" | "sql" | "jsonata";
}

export interface FlagShape {
  readonly kind: "flag";
}

export interface NumberShape {
  readonly kind: "number";
  readonly whole?: boolean;
  readonly least?: number;
  readonly most?: number;
  /** Of what: "seconds". */
  readonly unit?: string;
}

/** A number of seconds, or text such as "30 min". */
export interface DurationShape {
  readonly kind: "duration";
  /** Default: 0 is allowed. */
  readonly positive?: boolean;
}

/** One of a few words, each with what it means. */
export interface WordShape {
  readonly kind: "word";
  readonly words: Readonly<Record<string, string>>;
  /** Words of other systems, and what to write here. */
  readonly foreign?: Readonly<Record<string, string>>;
}

export interface ListShape {
  readonly kind: "list";
  readonly of: Shape;
  readonly least?: number;
  /** A single one may stand without its list. */
  readonly orOne?: boolean;
}

/** Names that the user chooses, and what each is. */
export interface MapShape {
  readonly kind: "map";
  readonly of: Shape;
  readonly names: TextRule;
  readonly least?: number;
  /** What a name names: "job". For messages. */
  readonly called: string;
  /** Names that mean something of their own. */
  readonly fixed?: Fields;
}

/** Names that the format fixes. */
export interface RecordShape {
  readonly kind: "record";
  readonly fields: Fields;
  /** For messages: `a job`, `a retry policy`. */
  readonly called: string;
  /** Of these exactly one has to be there. */
  readonly oneOf?: readonly string[];
  /** Keys of other systems, and what to write here. */
  readonly foreign?: Readonly<Record<string, string>>;
  /** What its keys must be to one another. */
  readonly check?: (record: RecordSource, report: Report) => void;
}

/** A record as it stands in its source. */
export interface RecordSource {
  readonly map: MapNode;
  /** `param "day"`. */
  readonly where: string;
  readonly at: (key: string) => SourceNode | undefined;
  readonly locate: (node: SourceNode) => Location;
}

/** The first that fits by its kind (scalar, list, map, template) is the one that is meant. */
export interface EitherShape {
  readonly kind: "either";
  readonly of: readonly Shape[];
}

/** A list of stages. */
export interface StagesShape {
  readonly kind: "stages";
}

export type Fields = Readonly<Record<string, Field>>;

/** One key of the format. */
export interface Field {
  readonly shape: Shape;
  /** One sentence or two for the reference and for editors. */
  readonly doc: string;
  /** YAML of the value, as it stands behind the key. A test checks it against the shape. */
  readonly example: string;
  /** For the reference: what holds when it is left out. */
  readonly default?: string;
  /** Default: false. */
  readonly required?: boolean;
  /** Texts in it may hold `${{ }}`, and one may stand for the whole. Default: false, a template is an error. */
  readonly template?: boolean;
  /** Another spelling of the key of this name. */
  readonly alias?: string;
}
