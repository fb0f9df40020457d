/**
 * `if: !cancelled()` is an empty text with a tag, and `if: ! cancelled()` is `cancelled()`: the one mistake loses the
 * condition, the other one turns it around, and YAML is content with both. So only the core's tags are taken.
 */
import { type Problem, problem } from "../diagnosis/problem.ts";
import { spanOf } from "./locate.ts";
import type { SourceText } from "./source-text.ts";

const core = /^tag:yaml\.org,2002:(?:str|int|float|bool|null|map|seq)$/;

export function isOwnTag(tag: string | undefined): boolean {
  return tag !== undefined && !core.test(tag);
}

/** @param start of what the tag belongs to */
export function tagProblem(source: SourceText, start: number): Problem {
  const { text } = source;
  let from = Math.max(0, text.lastIndexOf("!", start - 1));
  while (from > 0 && !/[\s,[{]/.test(text.charAt(from - 1))) from--;
  const line = /^[^\r\n]*/.exec(text.slice(from, from + 200))?.[0].trimEnd() ?? "";
  const tag = /^\S*/.exec(line)?.[0] ?? "";
  const cure = `put the text in quotes: "${line.replace(/\s+#.*$/, "")}"`;
  return problem("yaml-tag", { tag, cure }, spanOf(source, from, from + tag.length));
}
