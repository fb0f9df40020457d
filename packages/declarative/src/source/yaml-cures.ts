/** What to do about text that YAML reads otherwise than people do. */
import type { ErrorCode } from "yaml";

const quote = (example: string): string => `put the text in quotes: ${example}`;

const cures: Partial<Record<ErrorCode, string>> = {
  TAB_AS_INDENT: "indent with spaces: YAML allows no tabs",
  BAD_INDENT: "give keys of one map the same indentation; text below `|` is indented further than its key",
  BAD_SCALAR_START: quote('"@daily", "`date`", "%d"'),
  BAD_DQ_ESCAPE: "write \\\\ for a backslash in double quotes, or use single quotes",
  BAD_DIRECTIVE: "take the line out: definitions need no directives",
  MULTILINE_IMPLICIT_KEY: "is a colon missing after the key, or the indentation of what follows too deep?",
  MULTIPLE_DOCS: "one file is one document",
};

/**
 * @param line in which the parser stumbled
 * @param at where in it, from 0
 */
export function syntaxCure(code: ErrorCode, line: string, at: number): string {
  const inFlow = /[[{][^\]}]*\$\{\{/.test(line.replace(/^\s*[\w-]+:\s*\$\{\{.*/, ""));
  if (inFlow && (code === "MISSING_CHAR" || code === "UNEXPECTED_TOKEN"))
    return quote('["${{ params.x }}"] (between [ ] and { } a template needs them)');
  if (code === "BLOCK_AS_IMPLICIT_KEY" || code === "BLOCK_IN_FLOW")
    return quote('"a: b" (a colon and a space begin a value)');
  if (code === "UNEXPECTED_TOKEN" && line.slice(at).startsWith("- ")) return "begin the list on a line of its own";
  if (code === "MISSING_CHAR" && !line.includes(":"))
    return 'write a key as "key: value", with a space after the colon';
  return cures[code] ?? "";
}

/** The alias that a value of the line begins with, though more follows, as in a cron expression without quotes. */
export function aliasIn(line: string): { at: number; name: string; text: string } | undefined {
  const found = /(?:^|[:-])\s+(\*\S+)\s+[^#\s].*$/.exec(line);
  const word = found?.[1];
  if (found === null || word === undefined) return undefined;
  const at = found.index + found[0].indexOf(word);
  return { at, name: word.slice(1), text: line.slice(at).trimEnd() };
}
