/** What `approve` does: lists the open questions, or answers one and says how its run stands. */
import { type Approval, formatMs, nodeHost, type Stepwell } from "@stepwell/core";
import type { CommandCall } from "./command-spec.ts";
import { commandFailure } from "./errors.ts";
import { exitCodes } from "./exit-codes.ts";
import { lastPosition } from "./follow/recorded.ts";
import { readInput } from "./input.ts";
import { openToLook } from "./open-engine.ts";
import type { Output } from "./output.ts";
import { plainJson } from "./plain-json.ts";
import { printOutcome } from "./run-outcome.ts";
import { findRun } from "./run-reference.ts";
import { storeFlag } from "./store-flag.ts";
import { endMark } from "./terminal/glyphs.ts";
import { plainText } from "./terminal/sanitise.ts";
import { span } from "./terminal/spans.ts";
import { type Cell, table } from "./terminal/table.ts";
import { taken } from "./verdict-on-answer.ts";

const pageSize = 200;

/** @returns the exit code */
export async function answerQuestions(call: CommandCall): Promise<number> {
  const [reference, name] = call.given.args;
  if (reference === undefined) return await listQuestions(call);
  const given = await readInput(call);
  if (given !== undefined && call.given.flag("refuse")) throw wrong("give --refuse or an answer of your own, not both");
  const engine = await openToLook(call);
  let id: string;
  try {
    ({ id } = await findRun(engine, reference, call.store));
    const ask = await questionOf(engine, { id, name });
    const answer = given === undefined ? !call.given.flag("refuse") : given;
    const by = whoAnswers(call);
    const handle = engine.handle(id);
    const after = await lastPosition(handle);
    await handle.answer(ask, answer, by === undefined ? {} : { by });
    if (!(await taken(handle, { ask, after })) && !call.output.quiet)
      call.output.progress.sentence(
        `nobody executes the run now: it looks at the answer when it goes on. stepwell resume ${id}${storeFlag(call)}`,
      );
  } finally {
    await engine.close();
  }
  await printOutcome(call, [id]);
  return exitCodes.completed;
}

async function listQuestions(call: CommandCall): Promise<number> {
  const assignee = call.given.text("assignee");
  const engine = await openToLook(call);
  try {
    const { items, next } = await engine.approvals(assignee === undefined ? {} : { assignee }, { limit: pageSize });
    printQuestions(items, call.output, next);
    return exitCodes.completed;
  } finally {
    await engine.close();
  }
}

function printQuestions(items: readonly Approval[], output: Output, next: string | undefined): void {
  const { result, progress } = output;
  if (output.json) {
    const all = items.map((item) => plainJson(item));
    result.stream.write(`${JSON.stringify({ v: 1, items: all, next: next ?? null })}\n`);
    return;
  }
  const now = nodeHost().now();
  const columns = result.stream.isTerminal ? result.stream.size().columns - 1 : Number.POSITIVE_INFINITY;
  const rows = items.map((item) => rowOf(item, now));
  for (const line of table(rows, { columns, end: endMark(result.appearance), whole: [0, 1] })) result.line(line);
  if (output.quiet) return;
  if (items.length === 0) progress.line([span("no run asks anybody anything", "idle")]);
  else if (next !== undefined) progress.line([span(`the first ${pageSize}; --assignee shows fewer`, "idle")]);
}

function rowOf({ run, ask, title, assignees, askedAt, dueAt, problem }: Approval, now: number): Cell[] {
  const leftMs = dueAt === undefined ? Number.POSITIVE_INFINITY : dueAt.getTime() - now;
  // It stands there until its run goes on; an answer would be refused.
  const left = leftMs <= 0 ? "its time is over" : dueAt === undefined ? "" : `${formatMs(leftMs)} left`;
  return [
    { text: plainText(run) },
    { text: plainText(ask) },
    { text: plainText(problem === undefined ? title : `${title} (last answer: ${problem})`) },
    { text: plainText(assignees.join(", ")), tone: "idle" },
    { text: `${formatMs(now - askedAt.getTime())} ago`, tone: "idle" },
    { text: left, tone: "idle" },
  ];
}

/** The one that is named, else the only one that the run asks. */
async function questionOf(engine: Stepwell, { id, name }: { id: string; name: string | undefined }): Promise<string> {
  if (name !== undefined) return name;
  const { items } = await engine.approvals({ run: id }, { limit: pageSize });
  const [only, ...others] = items.map(({ ask }) => ask);
  if (only === undefined) throw wrong(`run ${id} asks nothing at present`);
  if (others.length > 0) throw wrong(`run ${id} asks several things; name one: ${[only, ...others].join(", ")}`);
  return only;
}

function whoAnswers({ given, environment }: CommandCall): string | undefined {
  return given.text("by") ?? (environment.variables.USER || environment.variables.LOGNAME || undefined);
}

function wrong(problem: string): Error {
  return commandFailure("wrong-use", { command: "approve", problem });
}
