/** One generation of a run: does what is kept of it fit together? */
import { isFinished, type RunState, runStates } from "../../model/run-state.ts";
import { isSeed } from "../../model/seed.ts";
import { decode } from "../../model/value/codec.ts";
import { isSealed, keyOf } from "../../model/value/sealed-text.ts";
import type { WholeRun } from "../port.ts";
import { journalProblems } from "./check-journal.ts";
import type { StoreFinding } from "./finding.ts";

/** Who was cancelled before it began has none. */
const mustSayWhy: ReadonlySet<RunState> = new Set(["failed", "timed_out"]);

type About = StoreFinding["about"];

export function checkRun(whole: WholeRun): StoreFinding[] {
  const { id, generation, status } = whole.facts;
  // All that follows goes by it.
  if (!runStates.includes(status))
    return [{ about: "row", run: id, problem: `its state is "${status}", which is none` }];
  const which = generation === 1 ? "" : `generation ${generation}: `;
  const found = (about: About, problems: readonly string[]): StoreFinding[] =>
    problems.map((problem) => ({ about, run: id, problem: which + problem }));
  return [
    ...found("row", rowProblems(whole)),
    ...found("journal", [...journalProblems(whole.entries)]),
    ...found("value", valueProblems(whole)),
  ];
}

function rowProblems({ facts }: WholeRun): string[] {
  const { status, endedAt, output, error, continued, why, seed } = facts;
  const problems: string[] = [];
  if ((endedAt !== undefined) !== isFinished(status))
    problems.push(`it is ${status} and has ${endedAt === undefined ? "no" : "an"} end`);
  if ((output !== undefined) !== (status === "completed" && !continued))
    problems.push(`it is ${status} and has ${output === undefined ? "no" : "an"} output`);
  if (mustSayWhy.has(status) && error === undefined) problems.push(`it is ${status} and has no error`);
  if (!isSeed(seed)) problems.push("its seed is none: what its code draws would differ");
  if (status === "waiting" && why === undefined) problems.push("it waits, and its row does not say for what");
  return problems;
}

/** Encrypted ones are not opened: the keys are not here. */
function valueProblems({ facts, entries, data, inbox }: WholeRun): string[] {
  const values: readonly (readonly [what: string, text: string | undefined])[] = [
    ["input", facts.input],
    ["output", facts.output],
    ["error", facts.error],
    ...entries.map(({ seq, value }) => [`value of entry ${seq}`, value] as const),
    ...data.map(({ key, value }) => [`datum "${key}"`, value] as const),
    ...data.map(({ key, inherited }) => [`datum "${key}" of the generation before`, inherited] as const),
    ...inbox.map(({ name, payload }) => [`message "${name}"`, payload] as const),
  ];
  return values.flatMap(([what, text]) => {
    try {
      if (text === undefined) return [];
      if (isSealed(text)) keyOf(text);
      else decode(text);
      return [];
    } catch (error) {
      return [`its ${what} cannot be read${error instanceof Error ? `: ${error.message}` : ""}`];
    }
  });
}
