/**
 * Binds the templates of a bash script: each becomes the expansion of a variable, quoted as its place needs it.
 *
 * 1. The text holds no value: what a value contains is never read by bash as part of the script.
 * 2. A template whose place is not certain, or in which bash or another program would evaluate a value, is refused.
 * 3. A wrong guess of a place would give a wrong text, and never an execution: the variable is always in quotes, and
 *    arithmetic only gets whole numbers.
 */
import type { BindOptions, BoundName } from "../bound-script.ts";
import { notBound } from "../not-bound.ts";
import { type Complaint, complaint } from "../problem-at.ts";
import type { FoundTemplate } from "../templates.ts";
import { readList } from "./commands.ts";
import { commandDangers, type Danger } from "./dangers.ts";
import { codeWarnings } from "./own-variables.ts";
import { Reading, TooDeep } from "./reading.ts";
import { refusals } from "./refusals.ts";
import { inputDangers, variablesOf } from "./variables.ts";

export interface Bound {
  readonly text: string;
  readonly names: readonly BoundName[];
  readonly problems: readonly Complaint[];
  readonly warnings: readonly Complaint[];
}

export function bindBash(text: string, templates: readonly FoundTemplate[], options: BindOptions): Bound {
  const reading = new Reading(text, templates);
  read(reading);
  const { assignments, dangers: evaluated } = variablesOf(reading);
  const dangers = [...evaluated, ...executed(reading)];
  for (const { span, refusal } of dangers) reading.refuseIn(span, refusal);
  for (const span of reading.records.ambiguous) reading.refuseIn(span, refusals.ambiguous);
  refuseRanges(reading);
  return {
    ...written(reading, options),
    problems: problemsOf(reading),
    warnings: codeWarnings(reading, assignments, dangers),
  };
}

function read(reading: Reading): void {
  try {
    while (!reading.ended) {
      readList(reading, "end of file");
      if (reading.ended) break;
      reading.trouble("a closing bracket has no partner");
      reading.at++;
    }
  } catch (error) {
    if (!(error instanceof TooDeep)) throw error;
    reading.trouble(error.message, error.at);
  }
}

function executed(reading: Reading): Danger[] {
  return reading.records.commands.flatMap((command) => {
    const { dangers, executesInput } = commandDangers(reading, command);
    return executesInput === undefined ? dangers : [...dangers, ...inputDangers(reading, command, executesInput.cure)];
  });
}

/** `{1..${{ n }}}`: bash expands braces before variables. */
function refuseRanges(reading: Reading): void {
  for (const { index, start, end } of reading.templates) {
    if (reading.places.get(index)?.bare !== true) continue;
    const before = /\{[^{}\s]*$/.test(reading.text.slice(Math.max(0, start - 200), start));
    const isRange = reading.text.startsWith("..", end) || reading.text.startsWith("..", start - 2);
    if (before && isRange) reading.refuseIn({ start, end }, refusals.range);
  }
}

function problemsOf(reading: Reading): Complaint[] {
  const refused = reading.templates.flatMap((template) => {
    const refusal = reading.refusals.get(template.index);
    return refusal === undefined ? [] : [notBound(template, refusal)];
  });
  const [first] = reading.records.troubles;
  if (first === undefined) return refused;
  const { at, message } = first;
  return [...refused, complaint("script-syntax", { language: "bash", problem: message }, { start: at, end: at + 1 })];
}

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

function written(reading: Reading, { isList }: BindOptions): Pick<Bound, "text" | "names"> {
  const names: BoundName[] = [];
  const edits: Edit[] = rewrittenHeredocs(reading);
  for (const { index, start, end, expression } of reading.templates) {
    const place = reading.places.get(index);
    if (place === undefined) continue;
    const name = `SW_${names.length + 1}`;
    const asWords = place.kind === "words" && isList?.(expression) === true;
    edits.push({ start, end, text: asWords ? `"\${${name}[@]}"` : place.text(name) });
    const kind = place.kind === "words" && !asWords ? "text" : place.kind;
    if (kind !== undefined) names.push({ name, kind, expression, start, end });
  }
  edits.sort((a, b) => a.start - b.start);
  let text = "";
  let at = 0;
  for (const edit of edits) {
    text += reading.text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return { text: text + reading.text.slice(at), names };
}

/** A quoted heredoc that holds templates is written as one without quotes, with a backslash before what would expand. */
function rewrittenHeredocs(reading: Reading): Edit[] {
  return reading.records.heredocs.flatMap(({ quoted, delimiter, delimiterSpan, body }) => {
    const templates = reading.within(body);
    if (!quoted || templates.length === 0) return [];
    const edits: Edit[] = [{ ...delimiterSpan, text: delimiter }];
    for (let at = body.start; at < body.end; ) {
      const template = reading.templateAt(at);
      if (template === undefined && /[\\$`]/.test(reading.text.charAt(at)))
        edits.push({ start: at, end: at, text: "\\" });
      at = template?.end ?? at + 1;
    }
    return edits;
  });
}
