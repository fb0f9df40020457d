/** What the filters of texts take. */
import { refusal, shown } from "../expressions/refusal.ts";
import { textOf } from "../expressions/text.ts";
import { kindOf } from "../expressions/value.ts";

/** The text of a text, a number, a boolean or a time; anything else is refused. */
export function wordsOf(name: string, value: unknown): string {
  const kind = kindOf(value);
  if (kind === "text" || kind === "number" || kind === "boolean" || kind === "time") return textOf(value);
  throw refusal(name, `it takes a text, not ${shown(value)}`);
}
