/** The program of a task thread: executes one body after another as it is told. */
import { type MessagePort, parentPort } from "node:worker_threads";
import { assert } from "../../model/assert.ts";
import type { StepValue } from "../../model/entry.ts";
import { validate } from "../../model/schema.ts";
import { decode, encode } from "../../model/value/codec.ts";
import { findTask } from "./find-task.ts";
import type { FromThread, ThreadJob, ToThread } from "./messages.ts";
import { type ThreadBody, ThreadBodyContext } from "./thread-body-context.ts";

assert(parentPort !== null, "task threads are started by a pool");
serve(parentPort);

function serve(port: MessagePort): void {
  let current: { job: number; abort: AbortController } | undefined;
  port.on("message", (message: ToThread) => {
    if (message.kind === "abort") {
      if (current?.job === message.job) current.abort.abort(decode(message.reason));
      return;
    }
    const { job, work } = message;
    const abort = new AbortController();
    current = { job, abort };
    const post = (report: FromThread): void => {
      // A body that goes on after its end has nobody to report to.
      if (current?.job === job) port.postMessage(report);
    };
    const end = (report: FromThread): void => {
      post(report);
      if (current?.job === job) current = undefined;
    };
    post({ job, kind: "begun" });
    execute({ job, work, signal: abort.signal, post }).then(
      (value) => end({ job, kind: "done", value }),
      (error) => end({ job, kind: "failed", error: encodeError(error, work) }),
    );
  });
}

/** @returns the encoded StepValue */
async function execute(body: ThreadBody): Promise<string> {
  const { work, signal } = body;
  const { body: run, options } = await findTask(work.module, work.task);
  signal.throwIfAborted();
  const context = new ThreadBodyContext(body);
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
function refuse(value: StepValue, work: ThreadJob): string {
  const { step } = work.context;
  encode(value.result, `the result of step "${step}"`);
  for (const [key, data] of value.set) encode(data, `what step "${step}" set as ${JSON.stringify(key)}`);
  return encode(value, `the result of step "${step}"`);
}

function encodeError(error: unknown, work: ThreadJob): string {
  try {
    return encode(error, `what step "${work.context.step}" threw`);
  } catch (refusal) {
    return encode(refusal, "an error");
  }
}
