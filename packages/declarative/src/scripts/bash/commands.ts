/** Commands: where each begins and ends, its words, its redirects, and the pipelines and key words around it. */
import { readArithmetic } from "./arithmetic.ts";
import { readCase } from "./case.ts";
import { readConditional } from "./conditional.ts";
import { expandIn } from "./expansions.ts";
import { skipBlanks } from "./gaps.ts";
import { readHeredocs } from "./heredocs.ts";
import type { Reading } from "./reading.ts";
import { refusals } from "./refusals.ts";
import { readFor, readRedirects, readSimple, seesKeyWord, takeEmptyBrackets } from "./simple-command.ts";
import type { Element, Redirect } from "./syntax.ts";
import { readWord } from "./words.ts";

/** Behind these another command begins. */
const leading = new Set(["if", "then", "elif", "else", "while", "until", "do", "{", "!", "time", "coproc"]);
const opening = new Set(["if", "while", "until", "{"]);
/** These end what another has begun. */
const closing = new Set(["fi", "done", "}"]);

/** What ends a list of commands. */
export type ListEnd = ")" | "esac" | "end of file";

/** Reads commands up to a closing bracket, and takes it. */
function readGroup(reading: Reading): void {
  const start = reading.at;
  reading.nested(() => readList(reading, ")"));
  if (reading.ended) reading.trouble("a round bracket has no partner", start);
  reading.at++;
}

/** The list that is read, and what has begun in it and has not ended: `if`, `while`, `for`, braces. */
class List {
  pipeline: Element[] = [];
  /** Behind a bar: the pipeline goes on, on the next line if need be. */
  awaitsMore = false;
  readonly #open: { readonly start: number; readonly pipeline: Element[] }[] = [];
  readonly #pipelines: Element[][];

  constructor(reading: Reading) {
    this.#pipelines = reading.records.pipelines;
  }

  endPipeline(): void {
    if (this.pipeline.length > 0) this.#pipelines.push(this.pipeline);
    this.pipeline = [];
    this.awaitsMore = false;
  }

  add(element: Element): void {
    this.pipeline.push(element);
    this.awaitsMore = false;
  }

  begin(start: number): void {
    this.#open.push({ start, pipeline: this.pipeline });
    this.pipeline = [];
    this.awaitsMore = false;
  }

  /** The compound command is one part of the pipeline in which it stands. */
  end(): number | undefined {
    const begun = this.#open.pop();
    if (begun === undefined) return undefined;
    this.endPipeline();
    this.pipeline = begun.pipeline;
    return begun.start;
  }
}

/** Reads commands; stands before what ends them afterwards. Says how a branch of `case` has ended. */
export function readList(reading: Reading, end: ListEnd): "esac" | "branch" | undefined {
  const list = new List(reading);
  for (;;) {
    skipBlanks(reading);
    if (reading.ended || (reading.sees(")") && end === ")")) {
      list.endPipeline();
      return undefined;
    }
    if (end === "esac") {
      const ended = endOfBranch(reading);
      if (ended !== undefined) {
        list.endPipeline();
        return ended;
      }
    }
    if (reading.sees("\n")) {
      reading.at++;
      if (!list.awaitsMore) list.endPipeline();
      readHeredocs(reading, readGroup);
    } else if (reading.sees("|") && !reading.sees("||")) {
      reading.at += reading.sees("|&") ? 2 : 1;
      list.awaitsMore = true;
    } else if (/^[;&|]/.test(reading.char) && !reading.sees("&>") && reading.templateAt(reading.at) === undefined) {
      reading.at += reading.sees("&&") || reading.sees("||") ? 2 : 1;
      list.endPipeline();
    } else addElement(reading, list);
  }
}

/** Takes the mark behind a branch of `case`; stays before `esac`. */
function endOfBranch(reading: Reading): "esac" | "branch" | undefined {
  const mark = /^(?:;;&?|;&)/.exec(reading.text.slice(reading.at, reading.at + 3))?.[0];
  if (mark !== undefined) {
    reading.at += mark.length;
    return "branch";
  }
  return seesKeyWord(reading, "esac") ? "esac" : undefined;
}

function addElement(reading: Reading, list: List): void {
  const start = reading.at;
  const read = readCommand(reading, list);
  if (read === undefined) return;
  list.add({ start: read.began ?? start, end: reading.at, redirects: read.redirects });
  if (reading.at > start) return;
  reading.trouble("a character stands where a command should begin");
  reading.skip(refusals.commandName);
}

interface Read {
  readonly redirects: readonly Redirect[];
  /** Where the compound command began that has ended. */
  readonly began?: number | undefined;
}

/** Reads one command, or only a key word before one: then there is nothing to tell. */
function readCommand(reading: Reading, list: List): Read | undefined {
  const start = reading.at;
  if (reading.sees("!(")) {
    reading.at++;
    return undefined;
  }
  if (reading.sees("(")) {
    readBrackets(reading);
    return { redirects: readRedirects(reading, readGroup) };
  }
  const word = keyWord(reading);
  if (word === undefined) return { redirects: readSimple(reading, readGroup) };
  reading.at += word.length;
  if (leading.has(word)) {
    if (opening.has(word)) list.begin(start);
    if (word === "time" && /^[ \t]+-p[ \t]/.test(reading.text.slice(reading.at)))
      reading.at = reading.text.indexOf("p", reading.at) + 1;
    return undefined;
  }
  if (word === "for" || word === "select") {
    list.begin(start);
    readFor(reading, readGroup);
    return undefined;
  }
  if (word === "function") {
    readFunctionName(reading);
    return undefined;
  }
  if (closing.has(word)) return { began: list.end(), redirects: readRedirects(reading, readGroup) };
  if (word === "case") readCase(reading, { group: readGroup, list: (inside) => readList(inside, "esac") });
  else readConditional(reading, readGroup);
  return { redirects: readRedirects(reading, readGroup) };
}

function readFunctionName(reading: Reading): void {
  skipBlanks(reading);
  const name = readWord(reading, { group: readGroup, assigns: false });
  reading.refuseIn(name, refusals.variableName);
  takeEmptyBrackets(reading);
}

const keyWords = new Set([...leading, ...closing, "for", "select", "function", "case", "[["]);

/** The key word that stands here, if one does. */
function keyWord(reading: Reading): string | undefined {
  const word = /^(?:[a-z]+|[{}!]|\[\[)/.exec(reading.text.slice(reading.at, reading.at + 9))?.[0];
  return word !== undefined && keyWords.has(word) && seesKeyWord(reading, word) ? word : undefined;
}

/** `( … )` or `(( … ))`. */
function readBrackets(reading: Reading): void {
  const start = reading.at;
  if (reading.sees("((") && !reading.notArithmetic.has(start)) {
    const back = reading.mark();
    reading.at += 2;
    if (readArithmetic(reading, { close: "))", expand: expandIn(readGroup) })) return;
    back();
    reading.notArithmetic.add(start);
  }
  reading.at++;
  readGroup(reading);
  const text = reading.text.slice(start, reading.at);
  if (text.startsWith("((") && text.endsWith("))")) reading.records.ambiguous.push({ start, end: reading.at });
}
