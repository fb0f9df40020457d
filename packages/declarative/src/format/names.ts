/** What may be a name: it stands in keys of the journal, in expressions, in file names, and in messages. */
import type { TextRule } from "./shape.ts";

/** Names of things that every object has: they would be found where nothing was defined. */
const inherited = new Set(["__proto__", "constructor", "prototype"]);
const mostChars = 100;

function problemOfName(name: string, pattern: RegExp, allowed: string): string | undefined {
  if (name === "") return "is empty";
  if (name.length > mostChars) return `is longer than ${mostChars} characters`;
  if (inherited.has(name)) return "is a word of JavaScript's own";
  return pattern.test(name) ? undefined : `may hold only ${allowed}`;
}

const wordPattern = "^[\\p{L}\\p{N}_][\\p{L}\\p{N}_-]*$";

/** Jobs, stages, params, outputs, branches, keys of a matrix. */
export const word: TextRule = {
  called: "name",
  pattern: wordPattern,
  problemOf: (name) =>
    problemOfName(name, new RegExp(wordPattern, "u"), "letters, digits, - and _, and not begin with -"),
};

const phrasePattern = "^[\\p{L}\\p{N}_](?:[\\p{L}\\p{N}_. -]*[\\p{L}\\p{N}_])?$";

/** Workflows. */
export const phrase: TextRule = {
  called: "name of a workflow",
  pattern: phrasePattern,
  problemOf: (name) =>
    problemOfName(
      name,
      new RegExp(phrasePattern, "u"),
      "letters, digits, spaces, - . and _, and not begin or end with these",
    ),
};

export const variable: TextRule = {
  called: "name of an environment variable",
  pattern: "^[A-Za-z_][A-Za-z0-9_]*$",
  problemOf: (name) =>
    problemOfName(name, /^[A-Za-z_][A-Za-z0-9_]*$/, "letters, digits and _, and not begin with a digit"),
};

/** Where a service is called: the path of a URL, and nothing else of it. */
export const webhookPath: TextRule = {
  called: "path of a URL",
  pattern: "^/[^\\s?#]*$",
  problemOf: (path) => {
    if (/^[a-z]+:\/\//i.test(path)) return "is a whole URL: give its path alone, such as /hooks/orders";
    if (!path.startsWith("/")) return `does not begin with /: write /${path}`;
    return /[\s?#]/.test(path) ? "holds blanks, ? or #, which are in no path of a URL" : undefined;
  },
};

/** Keys of free data: anything. */
export const anyKey: TextRule = { called: "key", problemOf: () => undefined };
