/** Functions fit a screen and take few parameters. Reads masked code; relies on the formatter's layout. */
import { angleStart, type Brackets, bracketsOf, lastBefore, listParts, skipSpace, typeEnd } from "./brackets.ts";
import { lineAt, type Offence } from "./offence.ts";
import { isSuite, type Repository } from "./repository.ts";

const mostLines = 70;
const mostParameters = 4;

export interface FoundFunction {
  /** Its name, or "arrow function", "function" when it has none. */
  readonly name: string;
  readonly line: number;
  readonly lines: number;
  readonly parameters: number;
}

export function functions(repository: Repository): Offence[] {
  return repository.sources.flatMap(({ path, code }) => {
    if (isSuite(path)) return [];
    return findFunctions(code).flatMap(({ name, line, lines, parameters }) => {
      const found: Offence[] = [];
      const long = `${name} has ${lines} lines, the limit is ${mostLines}`;
      const wide = `${name} has ${parameters} parameters, the limit is ${mostParameters}`;
      const split = "keep the branches and move pure leaves into functions of their own";
      if (lines > mostLines) found.push({ file: path, line, what: long, cure: split });
      if (parameters > mostParameters) found.push({ file: path, line, what: wide, cure: "take one options object" });
      return found;
    });
  });
}

/** Every function, method and arrow function with a parameter list in brackets; function types count as arrows. */
export function findFunctions(code: string): FoundFunction[] {
  const brackets = bracketsOf(code);
  return [...brackets.keys()]
    .filter((open) => code[open] === "(")
    .sort((a, b) => a - b)
    .flatMap((open) => {
      const end = bodyEnd(code, open, brackets);
      if (end === undefined) return [];
      const line = lineAt(code, open);
      const parameters = listParts(code, open, brackets).filter((part) => !/^\s*this\s*:/.test(part));
      const lines = lineAt(code, end) - line + 1;
      return [{ name: nameBefore(code, open), line, lines, parameters: parameters.length }];
    });
}

/** Words that make no function of a bracket and a block. The formatter puts a space after them, none after a method. */
const controls = /^(?:if|for|while|switch|catch|with|await)$/;
/** Words that may stand before the parameters of an arrow function or function type. */
const beforeArrow = /^(?:async|await|return|default|new|yield|typeof|case|extends|of|in|is)$/;

/** Where the body ends of the function whose parameters open here; undefined if these are no parameters. */
function bodyEnd(code: string, open: number, brackets: Brackets): number | undefined {
  const afterList = skipSpace(code, (brackets.get(open) ?? code.length) + 1);
  const body = code[afterList] === ":" ? typeEnd(code, afterList + 1, brackets) : afterList;
  const before = lastBefore(code, beforeGenerics(code, open));
  const word = /[\w$]+$/.exec(code.slice(Math.max(0, before - 80), before + 1))?.[0] ?? "";
  if (code.startsWith("=>", body)) {
    const isCall = word === "" ? /[)\]]/.test(code[before] ?? "") : !beforeArrow.test(word);
    return isCall ? undefined : arrowEnd(code, skipSpace(code, body + 2), brackets);
  }
  if (code[body] !== "{" || (controls.test(word) && before < open - 1)) return undefined;
  const isNamed = word !== "" || /[\]"*]/.test(code[before] ?? "");
  const extendsCall = /\bextends\s+[\w$.]*$/.test(code.slice(Math.max(0, before - 160), before + 1));
  return isNamed && !extendsCall ? brackets.get(body) : undefined;
}

/** The offset where "<T>" before a parameter list begins, or that of the list. */
function beforeGenerics(code: string, open: number): number {
  const last = lastBefore(code, open);
  if (code[last] !== ">" || code[last - 1] === "=") return open;
  return angleStart(code, last) ?? open;
}

function arrowEnd(code: string, from: number, brackets: Brackets): number | undefined {
  if (code[from] === "{") return brackets.get(from);
  let at = from;
  while (at < code.length && !endsExpression(code, at)) at = (brackets.get(at) ?? at) + 1;
  return lastBefore(code, at);
}

/** True where an expression, or the result of a function type, cannot go on. */
function endsExpression(code: string, at: number): boolean {
  const char = code.charAt(at);
  if (char === "=") return !/[=!<>]/.test(code.charAt(at - 1)) && !/[=>]/.test(code.charAt(at + 1));
  if (char === "{") return /(?:[\w$)\]"]|[^=]>)$/.test(code.slice(Math.max(0, at - 80), at).trimEnd());
  return /[,;)\]}]/.test(char);
}

function nameBefore(code: string, open: number): string {
  const start = beforeGenerics(code, open);
  const text = code.slice(Math.max(0, start - 160), start);
  const assigned = /([\w$#]+)\s*(?::[^=;{}]*)?[=:]\s*(?:async\s*)?$/.exec(text)?.[1];
  const named = /([\w$#]+)\s*$/.exec(text)?.[1];
  return assigned ?? (named === undefined || beforeArrow.test(named) ? "arrow function" : named);
}
