/**
 * Runs a program for a script or a task in a process group of its own.
 *
 * 1. Values reach it on a descriptor: never by its text, its arguments or its environment.
 * 2. Nothing of it runs before `onStart` is done: whoever must know its group writes that down first.
 * 3. No process of its group outlives the run, an abort, a time limit, or this process (process-group.ts).
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { limits, type StepwellError } from "@stepwell/core";
import { OutputLines } from "@stepwell/core/text";
import { declarativeFailure } from "../../errors.ts";
import type { Shell } from "../bound-script.ts";
import { Kept } from "./kept-output.ts";
import { notStarted } from "./not-started.ts";
import { type GroupOptions, ProcessGroup } from "./process-group.ts";
import type { Program } from "./program.ts";
import type { RunProgramOptions, ScriptRun } from "./run-options.ts";
import { failureOf } from "./script-failure.ts";
import { limitCommands, outputLimits, requireLimits } from "./script-limits.ts";

/**
 * Resolves when it has ended, however it has: a failure is told in `error`.
 * @param make is given a folder of the program's own, which is gone when it has ended
 * @throws program-missing, script-value-refused, limits-not-held, environment-too-large, script-not-started, and what
 * `onStart` throws; then nothing of it has run
 */
export async function runProgram(
  options: RunProgramOptions,
  shell: Shell,
  make: (scratch: string) => Program,
): Promise<ScriptRun> {
  const { host, inherited, env = {}, folder } = options;
  requireLimits(options.limits ?? {}, process.platform);
  const scratch = mkdtempSync(join(tmpdir(), "stepwell-script-"));
  try {
    const program = make(scratch);
    const environment = { ...ofParent(inherited), ...env, ...program.environment };
    const commands = limitCommands(options.limits ?? {}, shell, host);
    const started = { host, command: program.command, folder, environment, scratch, limits: commands };
    return await follow(options, startGroup(options.name, started), program);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** @throws environment-too-large, script-not-started */
function startGroup(stage: string, options: GroupOptions): ProcessGroup {
  try {
    return new ProcessGroup(options);
  } catch (error) {
    throw notStarted(stage, error, options.environment);
  }
}

/** BASH_ENV names a file that bash would execute before the script; the keys of stores are the worker's alone. */
const heldBack = new Set(["BASH_ENV", "STEPWELL_KEYS"]);

function ofParent(inherited: RunProgramOptions["inherited"]): Record<string, string> {
  const entries = Object.entries(inherited).filter(([name, value]) => value !== undefined && !heldBack.has(name));
  return Object.fromEntries(entries) as Record<string, string>;
}

async function follow(options: RunProgramOptions, group: ProcessGroup, program: Program): Promise<ScriptRun> {
  const { keptChars = outputLimits.keptChars, outputBytes = outputLimits.outputBytes } = options;
  const stdout = collected(options, group, { from: "stdout", keptChars });
  const stderr = collected(options, group, { from: "stderr", keptChars });
  // It is read to its end, however long it is: one more than is allowed tells that it is too long.
  const said = new Kept(4 * outputBytes);
  const messages = new OutputLines(outputBytes, (line) => program.heard?.(line));
  group.onOutput("said", (text) => {
    said.add(text);
    if (program.heard !== undefined) messages.add(text);
  });
  const stop = new Stop(options, group);
  try {
    await begin(options, group, program);
    const end = await group.ended;
    const printed = { stdout: stdout(), stderr: stderr(), return_code: end.code, signal: end.signal };
    if (stop.error !== undefined) return { ...printed, outputs: {}, error: stop.error };
    const { outputs, detail, error } = program.outcome(end, said.text, outputBytes);
    const failed = failureOf(options.name, end, { detail, stderr: printed.stderr, hidden: options.hidden }) ?? error;
    return { ...printed, outputs, ...(failed === undefined ? {} : { error: failed }) };
  } finally {
    stop.release();
    group.kill();
  }
}

async function begin(
  { onStart, host, signal }: RunProgramOptions,
  group: ProcessGroup,
  program: Program,
): Promise<void> {
  if (group.id === undefined) return;
  await onStart?.({ group: group.id, boot: host.proof.boot });
  if (signal?.aborted !== true) group.send(program.given);
}

/** Passes lines on as they come; gives what was kept of them. */
function collected(
  { onLine, hidden }: RunProgramOptions,
  group: ProcessGroup,
  { from, keptChars }: { from: "stdout" | "stderr"; keptChars: number },
): () => string {
  const kept = new Kept(keptChars, hidden);
  const lines = new OutputLines(limits.logLineBytes, (text) => onLine?.({ from, text }), hidden);
  group.onOutput(from, (text) => {
    kept.add(text);
    lines.add(text);
  });
  return () => {
    lines.end();
    return kept.text;
  };
}

/** Ends the group on an abort or when its time is over; afterwards it knows why. */
class Stop {
  error: StepwellError | undefined;
  readonly #release: (() => void)[] = [];

  constructor(
    { host, name, timeoutMs, signal, graceMs = limits.processTermMs }: RunProgramOptions,
    group: ProcessGroup,
  ) {
    const end = (error: StepwellError): void => {
      this.error ??= error;
      group.stop(graceMs);
    };
    if (timeoutMs !== undefined) {
      const timer = host.timer(timeoutMs, () => end(declarativeFailure("script-timeout", { stage: name, timeoutMs })));
      this.#release.push(() => timer.cancel());
    }
    const onAbort = (): void => end(declarativeFailure("script-stopped", { stage: name }, signal?.reason));
    signal?.addEventListener("abort", onAbort, { once: true });
    this.#release.push(() => signal?.removeEventListener("abort", onAbort));
    if (signal?.aborted === true) onAbort();
  }

  release(): void {
    for (const release of this.#release) release();
  }
}
