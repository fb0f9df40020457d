/**
 * An example as people execute it: by the command, in a folder of its own, and killed in the middle.
 *
 * A kill comes at a known place: a program of the name stands before the real one in PATH, lets so many calls through,
 * and holds all later ones until the process that made them is gone.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { Stepwell, sqlite } from "@stepwell/core";

const root = fileURLToPath(new URL("../..", import.meta.url));
const command = join(root, "packages/stepwell/bin/stepwell.js");

/** Which call is the first that is held. */
export interface HeldAt {
  readonly program: "bash" | "python3";
  /** From 1; calls whose arguments do not hold `having` are not counted. */
  readonly call: number;
  readonly having?: string;
}

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export class ExampleRun {
  readonly folder = mkdtempSync(join(tmpdir(), "example-"));
  /** Of the definition. */
  readonly file: string;
  readonly #children = new Set<ChildProcess>();

  /** @param file of the definition, below `examples` */
  constructor(file: string) {
    this.file = join(root, "examples", file);
  }

  /** Executes it to its end. @returns its outputs; throws when the command fails */
  async run(words: readonly string[] = [], id = "undisturbed"): Promise<unknown> {
    return outputsOf(await this.command("run", this.file, "--id", id, "-q", ...words));
  }

  /** Executes it, kills the process with SIGKILL at that place, and lets another one go on. */
  async killedAndResumed(at: HeldAt, words: readonly string[] = []): Promise<unknown> {
    await this.killed(at, words);
    const before = await this.journal("killed");
    const outputs = outputsOf(await this.command("resume", "killed", "-q"));
    const after = await this.journal("killed");
    // What was recorded is there as it was, and nothing of it was done again.
    if (JSON.stringify(after.slice(0, before.length)) !== JSON.stringify(before))
      throw new Error(`recorded before the kill: ${before.join(", ")}; afterwards: ${after.join(", ")}`);
    if (after.length === before.length) throw new Error("nothing was left to do after the kill");
    return outputs;
  }

  /** The first half of it: the run is called "killed". */
  async killed(at: HeldAt, words: readonly string[] = []): Promise<void> {
    const gate = this.#gate(at);
    const child = this.#start(["run", this.file, "--id", "killed", ...words], { PATH: gate.path });
    const ended = endOf(child);
    while (!existsSync(gate.reached)) {
      if (child.exitCode !== null) throw new Error(`it ended before it could be killed:\n${(await ended).stderr}`);
      await pause(10);
    }
    child.kill("SIGKILL");
    await once(child, "exit");
  }

  async command(...words: readonly string[]): Promise<Ended> {
    return await endOf(this.#start(words));
  }

  /** Starts the example and does not wait for it. */
  begin(id: string, words: readonly string[] = []): { kill(): Promise<void>; readonly ended: Promise<Ended> } {
    const child = this.#start(["run", this.file, "--id", id, ...words]);
    const ended = endOf(child);
    const kill = async () => {
      child.kill("SIGKILL");
      await ended;
    };
    return { kill, ended };
  }

  /** What is recorded of a run, and when it was. */
  async journal(id: string): Promise<string[]> {
    await using engine = await Stepwell.open({ store: sqlite(this.#store), worker: false });
    const entries = await engine.handle(id).journal();
    return entries.map(({ seq, kind, op, at }) => `${seq} ${kind} ${op} ${at.getTime()}`);
  }

  /** Names of the steps that have ended. */
  async steps(id: string): Promise<string[]> {
    await using engine = await Stepwell.open({ store: sqlite(this.#store), worker: false });
    return (await engine.handle(id).journal()).filter(({ kind }) => kind === "step").map(({ op }) => op);
  }

  remove(): void {
    for (const child of this.#children) child.kill("SIGKILL");
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  get #store(): string {
    return join(this.folder, ".stepwell/stepwell.db");
  }

  #start(words: readonly string[], variables: Readonly<Record<string, string>> = {}): ChildProcess {
    const plain = { PATH: process.env.PATH ?? "", HOME: this.folder, LANG: "C.UTF-8", TMPDIR: tmpdir() };
    const env = { ...plain, NODE_COMPILE_CACHE: join(root, "node_modules/.cache/examples"), ...variables };
    const child = spawn(process.execPath, [command, ...words], { cwd: this.folder, env });
    this.#children.add(child);
    child.on("exit", () => this.#children.delete(child));
    return child;
  }

  #gate({ program, call, having = "" }: HeldAt): { path: string; reached: string } {
    const folder = join(this.folder, "gate");
    const [calls, reached] = [join(folder, "calls"), join(folder, "reached")];
    mkdirSync(calls, { recursive: true });
    const path = process.env.PATH ?? "";
    const real = path
      .split(delimiter)
      .map((one) => join(one, program))
      .find(existsSync);
    const script = `#!/bin/sh
case "$*" in *'${having}'*) ;; *) exec ${real} "$@" ;; esac
n=1
until mkdir "${calls}/$n" 2>/dev/null; do n=$((n + 1)); done
[ "$n" -lt ${call} ] && exec ${real} "$@"
touch "${reached}"
exec sleep 600
`;
    writeFileSync(join(folder, program), script, { mode: 0o755 });
    return { path: `${folder}${delimiter}${path}`, reached };
  }
}

/** @throws when it was no success */
function outputsOf({ code, stdout, stderr }: Ended): unknown {
  if (code !== 0) throw new Error(`the command ended with ${code}:\n${stderr}`);
  return JSON.parse(stdout);
}

async function endOf(child: ChildProcess): Promise<Ended> {
  let [stdout, stderr] = ["", ""];
  child.stdout?.on("data", (data) => {
    stdout += String(data);
  });
  child.stderr?.on("data", (data) => {
    stderr += String(data);
  });
  const [code] = await once(child, "close");
  return { code, stdout, stderr };
}
