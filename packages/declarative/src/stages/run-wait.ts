/** How `wait` waits, by what it waits for. */
import type { Schema } from "@stepwell/core";
import { declarativeFailure } from "../errors.ts";
import { opened, reveal } from "../expressions/secret.ts";
import { textOf } from "../expressions/text.ts";
import { truthy } from "../expressions/value.ts";
import { durationMs } from "./duration-value.ts";
import { inTime } from "./in-time.ts";
import { isMap } from "./is-map.ts";
import { throwFailed } from "./side-by-side.ts";
import type { ReadyStage, StageOutcome, StageRun } from "./stage-type.ts";

const everyMs = 60_000;

export async function runWait(stage: ReadyStage, s: StageRun): Promise<StageOutcome> {
  const { id, value, keys, branches } = stage;
  const wanted = isMap(value) ? value : { signal: value };
  if (branches.length > 0) return await polled(stage, s, wanted);
  const { match } = keys;
  const fits = (payload: unknown) => match === undefined || holds(s, match, { payload });
  const limit = s.timeoutMs === undefined ? {} : { timeout: s.timeoutMs, failsLate: true };
  const received =
    wanted.callback === undefined
      ? s.wf.receive<unknown>(nameOf(wanted.signal, id), { name: id, match: fits, ...limit })
      : calledBack(s, nameOf(wanted.callback, id), { schema: schemaOf(fits), ...limit });
  return { outputs: { payload: await inTime(received, id, s) } };
}

/** In rounds, with durable pauses between them; its timeout is kept by the interpreter. */
async function polled(
  { id, branches: [branch] }: ReadyStage,
  s: StageRun,
  { until, every }: Readonly<Record<string, unknown>>,
): Promise<StageOutcome> {
  const pauseMs = every === undefined ? everyMs : durationMs(every);
  for (let round = 1; branch !== undefined; round++) {
    const result = await s.branch(branch, { scope: `round ${round}` });
    throwFailed([result]);
    if (holds(s, until, { stages: result.stages })) return { outputs: result.outputs };
    await s.wf.sleep(pauseMs, { name: id });
  }
  return { outputs: {} };
}

async function calledBack(
  s: StageRun,
  name: string,
  options: { readonly schema: Schema; readonly timeout?: number; readonly failsLate?: boolean },
): Promise<unknown> {
  const { token, promise } = s.wf.callback({ name, ...options });
  s.wf.set(`callbacks/${name}`, token);
  return await promise;
}

function holds(s: StageRun, expression: unknown, names: Readonly<Record<string, unknown>>): boolean {
  return truthy(reveal(s.evaluate(String(expression), names)));
}

/** What does not match is refused, and the token stays good. */
function schemaOf(fits: (payload: unknown) => boolean): Schema {
  const validate = (value: unknown) =>
    fits(value) ? { value } : { issues: [{ message: "does not match what is waited for" }] };
  return { "~standard": { version: 1, vendor: "stepwell", validate } };
}

function nameOf(value: unknown, stage: string): string {
  const { value: open, secret } = opened(value);
  if (secret) throw declarativeFailure("secret-not-kept", { stage });
  return textOf(open);
}
