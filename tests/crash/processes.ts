/** Starts fixture programs as processes of their own, and hears what they say. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

export interface Spawned {
  readonly child: ChildProcess;
  /** What it has said so far. */
  readonly said: () => string;
  /** Resolves when it has said this. */
  says(text: string): Promise<void>;
  /** Resolves to its exit code, or the signal that ended it. */
  readonly ended: Promise<number | string | null>;
}

const patienceMs = 25_000;

export function start(program: URL, options: unknown): Spawned {
  const child = spawn(process.execPath, [program.pathname, JSON.stringify(options)], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  let text = "";
  const hear = (chunk: Buffer): void => {
    text += chunk;
  };
  child.stdout?.on("data", hear);
  child.stderr?.on("data", hear);
  const ended = once(child, "exit").then(([code, signal]) => (signal ?? code) as number | string | null);
  return {
    child,
    said: () => text,
    ended,
    async says(wanted) {
      await eventually(`it says "${wanted}"; it said: ${text}`, () => text.includes(wanted) || child.exitCode !== null);
      if (!text.includes(wanted)) throw new TypeError(`it ended without saying "${wanted}": ${text}`);
    },
  };
}

/** Waits for a condition of other processes. */
export async function eventually(what: string, condition: () => unknown, limitMs = patienceMs): Promise<void> {
  const deadline = performance.now() + limitMs;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new TypeError(`never came true: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** A folder that is gone when the test ends. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "stepwell-crash-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** One execution of a body, as the fixture noted it. */
export interface Effect {
  readonly run: string;
  readonly step: string;
  readonly pid: string;
  readonly fence: number;
}

export function readEffects(file: string): Effect[] {
  const lines = readFileSync(file, "utf8").split("\n").slice(0, -1);
  return lines.map((line) => {
    const [run = "", step = "", pid = "", fence = ""] = line.split(" ");
    return { run, step, pid, fence: Number(fence) };
  });
}
