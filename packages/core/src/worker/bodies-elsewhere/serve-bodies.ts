/** The program of a place: executes one body after another as it is told. */
import { flushCompileCache } from "node:module";
import type { StepValue } from "../../model/entry.ts";
import { validate } from "../../model/schema.ts";
import { decode, encode } from "../../model/value/codec.ts";
import { type ElsewhereBody, ElsewhereContext } from "./elsewhere-context.ts";
import { findTask } from "./find-task.ts";
import type { BodyJob, FromPlace, JobEnd, PlaceKind, ToPlace } from "./messages.ts";

/** The way to the pool. */
export interface PoolLine {
  readonly place: PlaceKind;
  post(message: FromPlace): void;
  listen(fn: (message: ToPlace) => void): void;
  /** Awaited before a job's end is told; returns what is told. */
  beforeEnd(end: JobEnd): JobEnd | Promise<JobEnd>;
}

export function serveBodies(line: PoolLine): void {
  let current: { job: number; abort: AbortController } | undefined;
  line.listen((message) => {
    if (message.kind === "abort") {
      if (current?.job === message.job) current.abort.abort(decode(message.reason));
      return;
    }
    const { job, work } = message;
    const abort = new AbortController();
    current = { job, abort };
    const post = (report: FromPlace): void => {
      // A body that goes on after its end has nobody to report to.
      if (current?.job === job) line.post(report);
    };
    post({ job, kind: "begun" });
    void execute({ job, work, place: line.place, signal: abort.signal, post })
      .then(
        (value): JobEnd => ({ job, kind: "done", value }),
        (error): JobEnd => ({ job, kind: "failed", error: encodeError(error, work) }),
      )
      .then((end) => line.beforeEnd(end))
      .then((end) => {
        post(end);
        if (current?.job === job) current = undefined;
      });
  });
}

/** @returns the encoded StepValue */
async function execute(body: ElsewhereBody): Promise<string> {
  const { work, signal } = body;
  const { body: run, options } = await findTask(work, body.place);
  // Kept for the next process, even if this one is killed. Nothing is done where nothing is cached.
  flushCompileCache();
  signal.throwIfAborted();
  const context = new ElsewhereContext(body);
  const given = decode(work.input, { where: `the input of task "${work.task}"` });
  const input =
    options.input === undefined ? given : await validate(options.input, given, `the input of task "${work.task}"`);
  const made = await run(input, context);
  const result =
    options.output === undefined ? made : await validate(options.output, made, `the output of task "${work.task}"`);
  const value: StepValue = { result, set: context.sets };
  try {
    return encode(value, work.context.step);
  } catch {
    return refuse(value, work);
  }
}

/** Encodes part by part: the error then names the path as the user sees the value. */
function refuse(value: StepValue, work: BodyJob): string {
  const { step } = work.context;
  encode(value.result, `the result of step "${step}"`);
  for (const [key, data] of value.set) encode(data, `what step "${step}" set as ${JSON.stringify(key)}`);
  return encode(value, `the result of step "${step}"`);
}

function encodeError(error: unknown, work: BodyJob): string {
  try {
    return encode(error, `what step "${work.context.step}" threw`);
  } catch (refusal) {
    return encode(refusal, "an error");
  }
}
