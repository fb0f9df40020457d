/** A pattern as people write it: nicknames, five or six fields. Every field that is wrong is named. */
import { everything, type PartProblem, readField } from "./field.ts";
import { fields } from "./fields.ts";

export interface Pattern {
  /** Six fields, written out (field.ts). */
  readonly fields: readonly string[];
  /** Its hour is `*`: it goes by the time that passes, and not by what clocks show. */
  readonly elapsed: boolean;
  /** It allows only some years. */
  readonly someYears: boolean;
}

export type PatternReading = { readonly pattern: Pattern } | { readonly problems: readonly PartProblem[] };

const nicknames: Readonly<Record<string, string>> = {
  "@yearly": "0 0 1 1 *",
  "@annually": "0 0 1 1 *",
  "@monthly": "0 0 1 * *",
  "@weekly": "0 0 * * 0",
  "@daily": "0 0 * * *",
  "@midnight": "0 0 * * *",
  "@hourly": "0 * * * *",
};

/** More is a mistake, and would make messages long. */
const longest = 1_000;

export function readPattern(text: string): PatternReading {
  const trimmed = text.trim();
  if (trimmed === "") return whole(text, { problem: "it is empty", cure: 'give five fields, as "0 9 * * MON-FRI"' });
  if (text.length > longest)
    return whole(text, {
      problem: `it is longer than ${longest} characters`,
      cure: "use ranges and steps, or several schedules",
    });
  if (trimmed.startsWith("@")) return readNickname(text, trimmed.toLowerCase());
  const words = [...text.matchAll(/\S+/g)];
  if (words.length < 5 || words.length > 6) return whole(text, wrongCount(words.length));
  const problems: PartProblem[] = [];
  const written = fields.map((field, index) => {
    const word = words[index];
    if (word === undefined) return everything;
    const reading = readField(word[0], field);
    if ("text" in reading) return reading.text;
    problems.push({ ...reading, ...secondsFirst(index), at: word.index + reading.at });
    return "";
  });
  return problems.length > 0 ? { problems } : { pattern: patternOf(written) };
}

function patternOf(written: readonly string[]): Pattern {
  return { fields: written, elapsed: written[1] === everything, someYears: written[5] !== everything };
}

function readNickname(text: string, name: string): PatternReading {
  const known = Object.hasOwn(nicknames, name) ? nicknames[name] : undefined;
  if (known !== undefined) return readPattern(known);
  const cure =
    name === "@reboot" ? "start a run when your program starts" : `known are ${Object.keys(nicknames).join(", ")}`;
  return whole(text, { problem: `there is no ${JSON.stringify(name)}`, cure });
}

function wrongCount(count: number): { problem: string; cure: string } {
  const order = fields.map(({ name }) => name).join(", ");
  if (count === 7)
    return { problem: "it has 7 fields", cure: "take the seconds away, the first field; the sixth is then the year" };
  return {
    problem: `it has ${count} ${count === 1 ? "field" : "fields"}`,
    cure: `give 5 or 6, with blanks between: ${order}`,
  };
}

/** A sixth field that is no year was mostly meant as a weekday, behind seconds. */
function secondsFirst(index: number): { cure?: string } {
  const year = fields[index]?.name === "year" ? fields[index] : undefined;
  if (year === undefined) return {};
  return { cure: `give years from ${year.from} to ${year.to}; if the first field is seconds, take it away` };
}

function whole(text: string, trouble: { problem: string; cure: string }): PatternReading {
  return { problems: [{ at: 0, length: Math.max(1, text.length), ...trouble }] };
}
