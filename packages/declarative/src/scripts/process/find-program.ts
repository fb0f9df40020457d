/** Finds a program as a shell would. */
import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { declarativeFailure } from "../../errors.ts";
import type { Shell } from "../bound-script.ts";
import type { RunProgramOptions } from "./run-options.ts";

/** Its file, as a shell would find it. @param path the variable PATH */
export function findProgram(name: string, path: string): string | undefined {
  const folders = path.split(delimiter).filter((folder) => folder !== "");
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

/** @throws program-missing */
function requireProgram(name: string, path: string): string {
  const file = findProgram(name, path);
  if (file === undefined) throw declarativeFailure("program-missing", { program: name });
  return file;
}

/**
 * The file of the program that a shell needs besides Node.
 * @param path the variable PATH
 * @throws program-missing
 */
export function requireShell(shell: Shell, path: string): string {
  return shell === "bash" || shell === "python" ? requireProgram(programs[shell], path) : process.execPath;
}

/** What the interpreter of a language is called on the command line. @throws program-missing */
export function interpreterOf(
  shell: Shell,
  options: Pick<RunProgramOptions, "env" | "inherited" | "inContainer">,
): string {
  if (options.inContainer !== true) return requireShell(shell, pathOf(options));
  return shell === "bash" || shell === "python" ? programs[shell] : "node";
}

const programs = { bash: "bash", python: "python3" };

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/** The variable PATH of a script: its stage may set it. */
export function pathOf({ env, inherited }: Pick<RunProgramOptions, "env" | "inherited">): string {
  return env?.PATH ?? inherited.PATH ?? "/usr/local/bin:/usr/bin:/bin";
}
