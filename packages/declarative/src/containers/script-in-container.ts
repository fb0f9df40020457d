/**
 * A bound script in a container: it has the workspace at the path that it has here, works as the user of this process,
 * and is given its values as everywhere, on a descriptor.
 *
 * 1. What it is given is a file of a folder that only this user can enter; it is gone before the script begins.
 * 2. The container's environment is the definition's alone: nothing of this machine's.
 * 3. What it gives are files of that folder, which are its own to change: they are read as what they are by then.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BodyContext, StepwellError, WorkflowContext } from "@stepwell/core";
import { declarativeFailure } from "../errors.ts";
import { bashProgram } from "../scripts/process/bash-program.ts";
import { interpretedProgram, runnerFolders } from "../scripts/process/interpreted-program.ts";
import { type GroupEnd, givenDescriptor, saidDescriptor } from "../scripts/process/process-group.ts";
import type { Program, ProgramOutcome } from "../scripts/process/program.ts";
import { readScriptFile } from "../scripts/process/read-script-file.ts";
import type { RunScriptOptions, ScriptRun } from "../scripts/process/run-options.ts";
import { failureOf } from "../scripts/process/script-failure.ts";
import { outputLimits } from "../scripts/process/script-limits.ts";
import type { DockerEngine } from "./docker-engine.ts";
import { isImage } from "./pull-image.ts";
import { containerEnd, memoryProblem } from "./run-container.ts";

export interface ScriptInContainer extends RunScriptOptions {
  readonly image: string;
  readonly run: Pick<WorkflowContext, "id" | "generation">;
  /** The job's folder, which it sees. */
  readonly workspace: string;
  readonly body: BodyContext;
}

const launcher = `exec ${givenDescriptor}<"$0/given" ${saidDescriptor}>"$0/said"; rm -f "$0/given"; exec "$@"`;

/**
 * Resolves when it has ended, however it has: a failure is told in `error`.
 * @throws image-unavailable, docker-unavailable, docker-refused, script-stopped, step-taken-over, script-value-refused
 */
export async function scriptInContainer(engine: DockerEngine, options: ScriptInContainer): Promise<ScriptRun> {
  const { image, workspace, body, script, name, folder, env = {}, limits = {} } = options;
  if (!isImage(image)) throw declarativeFailure("image-unavailable", { image, problem: "this is no name of an image" });
  const scratch = mkdtempSync(join(tmpdir(), "stepwell-script-"));
  try {
    const inside: RunScriptOptions = { ...options, inContainer: true };
    const program = script.shell === "bash" ? bashProgram(inside, scratch) : interpretedProgram(inside);
    writeFileSync(join(scratch, "given"), program.given, { mode: 0o600 });
    writeFileSync(join(scratch, "said"), "", { mode: 0o600 });
    const end = await containerEnd(engine, {
      name,
      image,
      pull: "missing",
      entrypoint: ["/bin/sh", "-c", launcher, scratch],
      command: program.command,
      environment: { ...env, ...program.environment },
      mounts: [
        { source: workspace, target: workspace, readOnly: false },
        { source: scratch, target: scratch, readOnly: false },
        ...(script.shell === "bash" ? [] : runnerFolders).map((at) => ({ source: at, target: at, readOnly: true })),
      ],
      folder,
      labels: { "dev.stepwell.run": options.run.id, "dev.stepwell.stage": name },
      body,
      generation: options.run.generation,
      ...(options.hidden === undefined ? {} : { hidden: options.hidden }),
      ...user(),
      ...limits,
    });
    const { stdout, stderr, return_code, outOfMemory } = end;
    const ended = { code: return_code, signal: null };
    const { outputs, detail, error } = outcomeOf(program, ended, scratch);
    const why = outOfMemory ? memoryProblem : detail;
    const failed = failureOf(name, ended, { detail: why, stderr, hidden: options.hidden }) ?? error;
    return { stdout, stderr, return_code, signal: null, outputs, ...(failed === undefined ? {} : { error: failed }) };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function outcomeOf(program: Program, end: GroupEnd, scratch: string): ProgramOutcome {
  const { outputBytes } = outputLimits;
  try {
    const said = readScriptFile(join(scratch, "said"), 2 * outputBytes);
    if (said === undefined)
      throw declarativeFailure("outputs-invalid", { problem: "the script has removed the file that they are told in" });
    return program.outcome(end, said, outputBytes);
  } catch (error) {
    return { outputs: {}, error: error as StepwellError };
  }
}

/** Files that it makes in the workspace are this process's: it has to remove them. */
function user(): { readonly user?: string } {
  const [uid, gid] = [process.getuid?.(), process.getgid?.()];
  return uid === undefined || gid === undefined ? {} : { user: `${uid}:${gid}` };
}
