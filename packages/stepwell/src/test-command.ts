/** The command as people have it: a process of its own, in a folder of its own. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const bin = fileURLToPath(new URL("../bin/stepwell.js", import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export class TestFolder {
  readonly path = mkdtempSync(join(tmpdir(), "stepwell-"));

  write(name: string, text: string): void {
    writeFileSync(join(this.path, name), text);
  }

  /** With the workflows of the tests in flows.ts. */
  static withFlows(): TestFolder {
    const folder = new TestFolder();
    folder.write("flows.ts", flows);
    return folder;
  }

  start(words: readonly string[], variables: Readonly<Record<string, string>> = {}): RunningCommand {
    const plain = { PATH: process.env.PATH ?? "", HOME: this.path, LANG: "C.UTF-8", TMPDIR: tmpdir() };
    const child = spawn(process.execPath, [bin, ...words], { cwd: this.path, env: { ...plain, ...variables } });
    return new RunningCommand(child);
  }

  async run(...words: readonly string[]): Promise<Ended> {
    return await this.start(words).ended;
  }
}

export class RunningCommand {
  readonly ended: Promise<Ended>;
  readonly #child: ChildProcess;
  #stdout = "";
  #stderr = "";
  #waiting: (() => void)[] = [];

  constructor(child: ChildProcess) {
    this.#child = child;
    child.stdout?.on("data", (data) => {
      this.#stdout += String(data);
    });
    child.stderr?.on("data", (data) => {
      this.#stderr += String(data);
      for (const wake of this.#waiting.splice(0)) wake();
    });
    this.ended = new Promise((resolve) => {
      child.on("close", (code) => {
        for (const wake of this.#waiting.splice(0)) wake();
        resolve({ code, stdout: this.#stdout, stderr: this.#stderr });
      });
    });
  }

  /** Resolves when it has said so on standard error; throws when it ends before. */
  async says(text: string): Promise<void> {
    while (!this.#stderr.includes(text)) {
      if (this.#child.exitCode !== null) throw new Error(`it ended without saying "${text}":\n${this.#stderr}`);
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  /** The same; gives all that it has said on standard error so far. */
  async saysWhat(text: string): Promise<string> {
    await this.says(text);
    return this.#stderr;
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  input(text: string): void {
    this.#child.stdin?.end(text);
  }
}

/** Workflows for the tests of the command. `gate` steps last until the file exists. */
export const flows = `
import { existsSync } from "node:fs";
import { task, workflow } from "stepwell";

const until = async (file: string, signal?: AbortSignal) => {
  while (!existsSync(file)) {
    signal?.throwIfAborted();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};
class HttpError extends Error { override name = "HttpError"; }
const charge = task("charge", { retry: { maxAttempts: 2, initial: "10ms" } }, (amount: number) => {
  if (!existsSync("paid")) throw new HttpError(\`503 for \${amount}\`);
  return amount;
});

export const add = workflow("add", async (wf, input: { a?: number; b?: number } | undefined) => {
  console.log("noise from workflow code");
  const sum = await wf.step("sum", () => { console.log("noise from a step"); return (input?.a ?? 1) + (input?.b ?? 2); });
  return { sum, at: new Date(0), big: 12n };
});
export const gated = workflow("gated", async (wf) => {
  await wf.step("first", () => 1);
  await wf.step("gate", async (s) => { s.log("at the gate"); await until("open", s.abortSignal); return 2; });
  await wf.step("last", () => 3);
  return "through";
});
export const broken = workflow("broken", async (wf) => {
  await wf.step("first", () => 1);
  return await charge(12);
});
export const stuck = workflow("stuck", async (wf) => {
  await wf.step("first", () => 1);
  await new Promise(() => {});
});
export const napping = workflow("napping", async (wf) => { await wf.sleep("1 h", { name: "nap" }); });
`;
