/** Runs scripts in tests. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { nodeHost } from "@stepwell/core";
import { expect, onTestFinished } from "vitest";
import { bind } from "../bind.ts";
import type { BoundName, Shell } from "../bound-script.ts";
import type { RunScriptOptions, ScriptRun } from "./run-options.ts";
import { runScript } from "./run-script.ts";

export type RunOptions = Partial<Omit<RunScriptOptions, "values">> & {
  /** By expression. */
  readonly values?: Readonly<Record<string, unknown>>;
  readonly isList?: (expression: string) => boolean;
};

export function testFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "stepwell-run-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Binds a script, which must have no problems, and runs it in a folder of its own. */
export async function run(shell: Shell, text: string, options: RunOptions = {}): Promise<ScriptRun> {
  const { values = {}, isList, ...rest } = options;
  const script = bind(text, shell, isList === undefined ? {} : { isList });
  expect(script.problems).toEqual([]);
  const given = script.names.map(({ name, expression }: BoundName) => [name, values[expression]] as const);
  return runScript({
    host: nodeHost(),
    script,
    values: new Map(given),
    name: "stage",
    folder: testFolder(),
    inherited: process.env,
    ...rest,
  });
}

/** No process outlives its attempt by more. */
const graceMs = 5_000;

/** Resolves when none of these processes is alive; zombies are not. */
export async function allGone(pids: readonly number[]): Promise<void> {
  const deadline = performance.now() + graceMs;
  for (let left = pids; left.length > 0; left = left.filter(isAlive)) {
    if (performance.now() > deadline) throw new TypeError(`still alive: ${left}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.charAt(stat.lastIndexOf(")") + 2) !== "Z";
  } catch {
    return false;
  }
}
