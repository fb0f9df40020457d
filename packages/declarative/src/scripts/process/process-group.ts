/**
 * A program in a process group of its own that does not outlive this process.
 *
 * 1. Nothing of the program's script runs before `send` was called: it waits for what it is to do.
 * 2. When this process is gone, however it ended, a keeper in the group ends the group: it holds a pipe that closes then.
 * 3. When the program has ended, what is left of its group is ended, too.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { Readable, type Writable } from "node:stream";
import type { Host } from "@stepwell/core";

export interface GroupOptions {
  readonly host: Host;
  /** The program's file, and its arguments. They are seen by everybody on the machine: no value belongs there. */
  readonly command: readonly string[];
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  /** A folder that the keeper removes when this process is gone. */
  readonly scratch: string;
  /** Commands of `sh` that limit the program. */
  readonly limits: string;
}

/** How a program has ended. */
export interface GroupEnd {
  readonly code: number | null;
  readonly signal: string | null;
  /** It could not be started. */
  readonly problem?: string;
}

/** Where a program finds what it is to do, and where it may say what it has done. */
export const givenDescriptor = 3;
const lifeLineDescriptor = 4;
export const saidDescriptor = 5;

/** How long its output may be on the way when it has ended: programs that left the group may hold it open for good. */
const outputMs = 500;

/**
 * The keeper ignores what asks the group to end: it stays until all others had their chance. It is no child of the
 * program, which could otherwise wait for it.
 */
const launcher = (limits: string): string =>
  [
    `( ( trap "" HUP INT QUIT TERM; read -r _ <&${lifeLineDescriptor}; rm -rf -- "$0"; kill -KILL 0 )`,
    `</dev/null >/dev/null 2>&1 ${givenDescriptor}<&- ${saidDescriptor}>&- & )`,
    `\nexec ${lifeLineDescriptor}<&-\n${limits}exec "$@"`,
  ].join(" ");

export class ProcessGroup {
  readonly #child: ChildProcess;
  readonly #host: Host;
  readonly #ended = Promise.withResolvers<GroupEnd>();
  #over = false;

  constructor({ host, command, folder, environment, scratch, limits }: GroupOptions) {
    this.#host = host;
    const child = spawn("/bin/sh", ["-c", launcher(limits), scratch, ...command], {
      cwd: folder,
      env: environment,
      detached: true,
      stdio: ["ignore", "pipe", "pipe", "pipe", "pipe", "pipe"],
    });
    this.#child = child;
    for (const stream of this.#pipes()) stream.on("error", () => {});
    child.on("error", (error) => this.#end({ code: null, signal: null, problem: error.message }));
    child.on("exit", (code, signal) => {
      this.#kill("SIGKILL");
      this.#over = true;
      const late = host.timer(outputMs, () => this.#end({ code, signal }));
      child.on("close", () => {
        late.cancel();
        this.#end({ code, signal });
      });
    });
  }

  /** Its number, which is the pid of the program; undefined when it could not be started. */
  get id(): number | undefined {
    return this.#child.pid;
  }

  get ended(): Promise<GroupEnd> {
    return this.#ended.promise;
  }

  /** Lets it begin. */
  send(given: string): void {
    (this.#child.stdio[givenDescriptor] as Writable | null)?.end(given);
  }

  onOutput(from: "stdout" | "stderr" | "said", fn: (text: string) => void): void {
    const streams = this.#child.stdio as readonly (Readable | Writable | null | undefined)[];
    const stream = from === "said" ? streams[saidDescriptor] : this.#child[from];
    if (stream instanceof Readable) stream.setEncoding("utf8").on("data", fn);
  }

  /** Asks it to end, and ends it when it has not after `graceMs`. */
  stop(graceMs: number): void {
    this.#kill("SIGTERM");
    const timer = this.#host.timer(graceMs, () => this.#kill("SIGKILL"));
    void this.ended.then(() => timer.cancel());
  }

  /** Ends it at once. */
  kill(): void {
    this.#kill("SIGKILL");
  }

  #kill(signal: "SIGTERM" | "SIGKILL"): void {
    // Later the number may be another group's.
    if (this.id === undefined || this.#over) return;
    try {
      process.kill(-this.id, signal);
    } catch {
      // None of it is left.
    }
  }

  #end(end: GroupEnd): void {
    this.#over = true;
    for (const stream of this.#pipes()) stream.destroy();
    this.#ended.resolve(end);
  }

  #pipes(): { on(event: "error", fn: () => void): unknown; destroy(): unknown }[] {
    return this.#child.stdio.flatMap((stream: Readable | Writable | null | undefined) =>
      stream === null || stream === undefined ? [] : [stream],
    );
  }
}
