/**
 * Splits a source into code and comments, each as long as the source and with the same lines,
 * so that an offset found in one is valid in all.
 * The compiler has no JavaScript API yet, so the scanners read masked text instead of a tree.
 */
export interface Masked {
  /** Comments are blank; texts and regular expressions are blank between their quotes. */
  readonly code: string;
  /** Everything but comments is blank. */
  readonly comments: string;
}

export function mask(text: string): Masked {
  const code: string[] = text.split("");
  const comments: string[] = code.map((char) => (char === "\n" ? char : " "));
  /** Depth of braces outside each template that is open, innermost last. */
  const templates: number[] = [];
  let depth = 0;
  let at = 0;
  while (at < text.length) {
    const char = text[at];
    if (char === "{") depth++;
    if (char === "}") depth--;
    const endsHole = char === "}" && templates.at(-1) === depth;
    if (endsHole) templates.pop();
    if (endsHole || char === "`") {
      const stop = templateStop(text, at + 1);
      blank(code, at + 1, stop);
      if (text[stop] === "{") templates.push(depth++);
      at = stop + 1;
      continue;
    }
    const comment = commentEnd(text, at);
    if (comment !== undefined) {
      for (let i = at; i < comment; i++) comments[i] = text[i] ?? " ";
      blank(code, at, comment);
      at = comment;
      continue;
    }
    const literal = literalEnd(text, at, code);
    if (literal !== undefined) {
      blank(code, at, literal);
      code[at] = '"';
      code[literal - 1] = '"';
    }
    at = literal ?? at + 1;
  }
  return { code: code.join(""), comments: comments.join("") };
}

function blank(chars: string[], from: number, to: number): void {
  for (let i = from; i < to; i++) if (chars[i] !== "\n") chars[i] = " ";
}

/** Where a template's text stops: at its backtick, or at the brace of the next hole. */
function templateStop(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    if (text[at] === "\\") at++;
    else if (text[at] === "`") return at;
    else if (text[at] === "$" && text[at + 1] === "{") return at + 1;
  }
  return text.length;
}

function commentEnd(text: string, at: number): number | undefined {
  const opening = text.slice(at, at + 2);
  if (opening === "//" || (opening === "#!" && at === 0)) return endOr(text, text.indexOf("\n", at), 0);
  if (opening === "/*") return endOr(text, text.indexOf("*/", at + 2), 2);
  return undefined;
}

function endOr(text: string, found: number, length: number): number {
  return found === -1 ? text.length : found + length;
}

/** Where a quoted text or a regular expression that opens here ends. */
function literalEnd(text: string, at: number, code: readonly string[]): number | undefined {
  const opening = text[at];
  if (opening === '"' || opening === "'") return quotedEnd(text, at, opening);
  if (opening === "/" && expressionMayStart(code, at)) return quotedEnd(text, at, "/");
  return undefined;
}

function quotedEnd(text: string, open: number, quote: string): number {
  let inClass = false;
  for (let at = open + 1; at < text.length; at++) {
    const char = text[at];
    if (char === "\n") return at;
    if (char === "\\") at++;
    else if (quote === "/" && char === "[") inClass = true;
    else if (char === "]") inClass = false;
    else if (char === quote && !inClass) return at + 1;
  }
  return text.length;
}

const wordsBeforeExpression =
  /(?:^|[^\w$.])(?:return|typeof|case|in|of|delete|void|throw|new|await|yield|else|do|instanceof)$/;

/** Tells a regular expression from a division by what stands before the slash. */
function expressionMayStart(code: readonly string[], at: number): boolean {
  const before = code
    .slice(Math.max(0, at - 60), at)
    .join("")
    .trimEnd();
  if (/[\w$]$/.test(before)) return wordsBeforeExpression.test(before);
  return !/(?:[)\]"`]|[\w$)\]]!)$/.test(before);
}
