/** Redirects: an operator, and the word behind it. */
import type { ReadGroup } from "./expansions.ts";
import { skipBlanks } from "./gaps.ts";
import { announceHeredoc } from "./heredocs.ts";
import type { Reading } from "./reading.ts";
import type { Redirect } from "./syntax.ts";
import { readWord } from "./words.ts";

const operator = /^(?:\d+|\{[A-Za-z_]\w*\})?(<<<|<<-?|<>|<&|>>|>\||>&|<(?!\()|>(?!\()|&>>?)/;

/** The redirect that stands here, if one does. */
export function readRedirect(reading: Reading, group: ReadGroup): Redirect | undefined {
  if (reading.templateAt(reading.at) !== undefined) return undefined;
  const start = reading.at;
  const found = operator.exec(reading.text.slice(start, start + 64));
  if (found === null) return undefined;
  reading.at += found[0].length;
  const kind = found[1] ?? "";
  if (kind === "<<" || kind === "<<-") {
    const heredoc = announceHeredoc(reading, { group, dashed: kind === "<<-" });
    return { start, end: reading.at, operator: kind, target: undefined, heredoc };
  }
  skipBlanks(reading);
  const target = readWord(reading, { group, assigns: false });
  if (target.start === target.end) reading.trouble(`${kind} has nothing behind it`, start);
  return { start, end: reading.at, operator: kind, target, heredoc: undefined };
}
