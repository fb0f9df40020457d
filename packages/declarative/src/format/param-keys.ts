/** What a workflow or a template asks for. */
import { word } from "./names.ts";
import type { Field, Fields, MapShape, RecordShape, WordShape } from "./shape.ts";

const paramTypeShape: WordShape = {
  kind: "word",
  words: {
    str: "text",
    int: "a whole number",
    float: "a number",
    decimal: "a decimal number, kept as it is written",
    bool: "true or false",
    date: "a day, `2026-01-31`",
    datetime: "an instant; one without an offset is taken in the workflow's zone",
    choice: "one of `options`",
    array: "a list",
    map: "names and values",
    object: "data that a JSON Schema describes",
    secret: "text that is never shown",
  },
  foreign: {
    string: "write str",
    text: "write str",
    number: "write int or float",
    integer: "write int",
    double: "write float",
    boolean: "write bool",
    timestamp: "write datetime",
    time: "write datetime, or str",
    list: "write array",
    dict: "write map",
    enum: "write choice",
    json: "write object, with a schema",
  },
};

const limit: Field["shape"] = {
  kind: "either",
  of: [{ kind: "number" }, { kind: "text", called: "a date" }],
};

const fields: Fields = {
  type: { shape: paramTypeShape, doc: "What it is.", example: "int", default: "str" },
  desc: { shape: { kind: "text", prose: true, mayBeEmpty: true }, doc: "For people.", example: "Input file path" },
  description: {
    shape: { kind: "text", prose: true, mayBeEmpty: true },
    doc: "As desc.",
    example: "Path",
    alias: "desc",
  },
  required: {
    shape: { kind: "flag" },
    doc: "It has to be given, also where there is a default.",
    example: "true",
    default: "true without a default, else false",
  },
  default: { shape: { kind: "any" }, doc: "What holds when it is not given.", example: "1000" },
  min: { shape: limit, doc: "The least number or date; of text, array and map the least length.", example: "1" },
  max: { shape: limit, doc: "The most; of text, array and map the greatest length.", example: "5000" },
  pattern: {
    shape: { kind: "text" },
    doc: "Regular expression that the whole text has to match.",
    example: "'[a-z]{2}-[0-9]+'",
  },
  options: {
    shape: { kind: "list", of: { kind: "any", called: "an option" }, least: 1 },
    doc: "What may be chosen.",
    example: "[dev, staging, prod]",
  },
  schema: { shape: { kind: "any", called: "a JSON Schema" }, doc: "Of an object.", example: "{ type: object }" },
};

const param: RecordShape = {
  kind: "record",
  called: "a param",
  fields,
  foreign: {
    enum: "write options",
    choices: "write options",
    values: "write options",
    format: "write pattern, or another type",
  },
};

export const paramsShape: MapShape = {
  kind: "map",
  called: "param",
  names: word,
  of: { kind: "either", of: [paramTypeShape, param] },
};
