/** Runs a bound script in a process group of its own, as run-program.ts says. */
import { bashProgram } from "./bash-program.ts";
import { interpretedProgram } from "./interpreted-program.ts";
import type { RunScriptOptions, ScriptRun } from "./run-options.ts";
import { runProgram } from "./run-program.ts";

/**
 * Resolves when it has ended, however it has: a failure is told in `error`.
 * @throws program-missing, script-value-refused, limits-not-held, and what `onStart` throws; then nothing of it has run
 */
export async function runScript(options: RunScriptOptions): Promise<ScriptRun> {
  const { shell } = options.script;
  return await runProgram(options, shell, (scratch) =>
    shell === "bash" ? bashProgram(options, scratch) : interpretedProgram(options),
  );
}
