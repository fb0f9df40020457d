/** Whether a scalar is what its shape says, by itself. */
import { nearestName } from "@stepwell/core/text";
import { type Location, type Problem, problem } from "../diagnosis/problem.ts";
import { textOf } from "../source/locate.ts";
import type { ScalarNode, SourceNode } from "../source/node.ts";
import { cut, describeNode, describeShape } from "./describe.ts";
import { readDuration } from "./duration.ts";
import type { DurationShape, NumberShape, Shape, TextShape, WordShape } from "./shape.ts";

/** What is being checked, for messages. */
export interface Subject {
  /** The key: "retry". */
  readonly what: string;
  /** `stage "fetch"`. */
  readonly where: string;
  readonly location: Location;
}

/** @returns undefined when it is right */
export function checkScalar(shape: Shape, node: ScalarNode, subject: Subject): Problem | undefined {
  switch (shape.kind) {
    case "any":
      return undefined;
    case "text":
      return checkText(shape, node, subject);
    case "script":
      return typeof node.value === "string" && node.value.trim() !== ""
        ? undefined
        : wrongValue({ shape, node, subject });
    case "expression":
      return node.value === null || textOf(node).trim() === "" ? wrongValue({ shape, node, subject }) : undefined;
    case "flag":
      return typeof node.value === "boolean" ? undefined : wrongValue({ shape, node, subject, cure: flagCure(node) });
    case "number":
      return checkNumber(shape, node, subject);
    case "duration":
      return checkDuration(shape, node, subject);
    case "word":
      return checkWord(shape, node, subject);
    default:
      return wrongValue({ shape, node, subject });
  }
}

interface Mismatch {
  readonly shape: Shape;
  readonly node: SourceNode;
  readonly subject: Subject;
  /** "" for none. */
  readonly cure?: string;
}

export function wrongValue({ shape, node, subject, cure = "" }: Mismatch): Problem {
  const { what, where, location } = subject;
  const facts = { what, where, expected: describeShape(shape), found: describeNode(node), cure };
  return problem("wrong-value", facts, location);
}

function checkText(shape: TextShape, node: ScalarNode, subject: Subject): Problem | undefined {
  if (node.value === null) return wrongValue({ shape, node, subject, cure: 'for an empty text write ""' });
  const text = textOf(node);
  if (shape.mayBeEmpty !== true && text.trim() === "") return wrongValue({ shape, node, subject });
  const found = shape.rule?.problemOf(text);
  if (found === undefined) return undefined;
  const { what, where, location } = subject;
  return problem("wrong-text", { what, where, text: cut(text), problem: found, cure: "" }, location);
}

function checkNumber(shape: NumberShape, node: ScalarNode, subject: Subject): Problem | undefined {
  const { value } = node;
  const { whole = false, least = Number.NEGATIVE_INFINITY, most = Number.POSITIVE_INFINITY } = shape;
  const isRight = typeof value === "number" && value >= least && value <= most && !(whole && !Number.isInteger(value));
  if (isRight) return undefined;
  return wrongValue({ shape, node, subject, cure: quotesCure(node) });
}

/** The cure of a number in quotes. */
export function quotesCure(node: SourceNode): string {
  if (node.kind !== "scalar" || typeof node.value !== "string" || node.value.trim() === "") return "";
  return Number.isFinite(Number(node.value)) ? "take the quotes away" : "";
}

function checkDuration(shape: DurationShape, node: ScalarNode, subject: Subject): Problem | undefined {
  const { value } = node;
  if (typeof value !== "number" && typeof value !== "string") return wrongValue({ shape, node, subject });
  const read = readDuration(value);
  if ("problem" in read) return wrongValue({ shape, node, subject, cure: read.problem });
  if (read.ms > 0 || shape.positive !== true) return undefined;
  return wrongValue({ shape, node, subject, cure: "give more than 0" });
}

function checkWord(shape: WordShape, node: ScalarNode, subject: Subject): Problem | undefined {
  if (node.value === null) return wrongValue({ shape, node, subject });
  const word = textOf(node);
  const known = Object.keys(shape.words);
  if (known.includes(word)) return undefined;
  const { what, where, location } = subject;
  const cure = ownText(shape.foreign, word) ?? "";
  const facts = { what, where, word: cut(word), cure, nearest: nearestName(word, known), known };
  return problem("unknown-word", facts, location);
}

/** Of a table whose keys may be anything that a user writes. */
export function ownText(table: Readonly<Record<string, string>> | undefined, key: string): string | undefined {
  return table !== undefined && Object.hasOwn(table, key) ? table[key] : undefined;
}

/** YAML 1.1 took these for booleans, and 1.2 takes them for texts. */
function flagCure({ value }: ScalarNode): string {
  if (typeof value !== "string") return "";
  const word = value.toLowerCase();
  if (["yes", "on", "true", "y"].includes(word)) return "write true, without quotes";
  return ["no", "off", "false", "n"].includes(word) ? "write false, without quotes" : "";
}
