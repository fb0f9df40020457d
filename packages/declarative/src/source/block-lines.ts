/** The lines of a literal block (`|`) and where each stands in its source, without the indentation. */
import type { ScalarNode } from "./node.ts";

export interface BlockLines {
  /** Where each line begins in the text. */
  readonly inText: readonly number[];
  /** Where it begins in the source. */
  readonly inSource: readonly number[];
}

/** Undefined for what is no literal block. */
export function blockLines({ source, style, value, start, end }: ScalarNode): BlockLines | undefined {
  if (source === undefined || style !== "block" || typeof value !== "string" || source.text[start] !== "|")
    return undefined;
  const inText: number[] = [];
  const inSource: number[] = [];
  let written = source.text.indexOf("\n", start) + 1;
  let at = 0;
  for (const line of value.split("\n")) {
    if (written === 0 || written > end) return at >= value.length ? { inText, inSource } : undefined;
    const next = source.text.indexOf("\n", written);
    const whole = source.text.slice(written, next === -1 ? source.text.length : next).replace(/\r$/, "");
    if (!whole.endsWith(line)) return at >= value.length ? { inText, inSource } : undefined;
    inText.push(at);
    inSource.push(written + whole.length - line.length);
    at += line.length + 1;
    written = next + 1;
  }
  return { inText, inSource };
}

/** Where an offset of the text stands in the source. */
export function writtenAt({ inText, inSource }: BlockLines, offset: number): number | undefined {
  let [low, high] = [0, inText.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((inText[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  const [text, source] = [inText[low], inSource[low]];
  return text === undefined || source === undefined ? undefined : source + offset - text;
}
