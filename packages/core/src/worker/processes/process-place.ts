/** A process as a place for bodies: its output becomes log lines, its death a sentence. */
import type { Host, HostProcess, ProcessEnd, Timer } from "../../host/port.ts";
import { limits } from "../../model/limits.ts";
import type { LogLevel } from "../../model/log.ts";
import { OutputLines } from "../../model/text/output-lines.ts";
import type { FromPlace, ToPlace } from "../bodies-elsewhere/messages.ts";
import type { Place } from "../bodies-elsewhere/pool-place.ts";

const levels = { stdout: "info", stderr: "warn" } as const;

export class ProcessPlace implements Place {
  readonly #host: Host;
  readonly #process: HostProcess;
  readonly #exited: Promise<ProcessEnd>;
  readonly #output: { readonly stdout: OutputLines; readonly stderr: OutputLines };
  #say: (message: FromPlace) => void = () => {};
  #kill: Timer | undefined;
  /** Of the present job; what is printed between jobs belongs to the one before, whose log is closed. */
  #job = 0;
  #lines = 0;
  #outOfMemory = false;

  constructor(host: Host, started: HostProcess) {
    this.#host = host;
    this.#process = started;
    const lines = (level: LogLevel) => new OutputLines(limits.logLineBytes, (text) => this.#print(level, text));
    this.#output = { stdout: lines(levels.stdout), stderr: lines(levels.stderr) };
    started.onOutput((from, text) => this.#output[from].add(text));
    this.#exited = new Promise((resolve) => started.onExit(resolve));
    void this.#exited.then(() => this.#kill?.cancel());
  }

  post(message: ToPlace): void {
    if (message.kind === "run") {
      this.#job = message.job;
      this.#lines = 0;
    }
    this.#process.post(message);
  }

  onMessage(fn: (message: FromPlace) => void): void {
    this.#say = fn;
    this.#process.onMessage((message) => {
      // A body may use the channel for words of its own.
      if (typeof message !== "object" || message === null || !("kind" in message)) return;
      const said = message as FromPlace;
      if (said.kind === "done" || said.kind === "failed") this.#afterOutput(() => fn(said));
      else fn(said);
    });
  }

  onExit(fn: (problem: string, cause: Error | undefined) => void): void {
    void this.#exited.then((end) => {
      this.#endLines();
      fn(this.#problem(end), end.error);
    });
  }

  async stop(): Promise<void> {
    if (this.#kill === undefined) {
      this.#process.kill("SIGTERM");
      this.#kill = this.#host.timer(limits.processTermMs, () => this.#process.kill("SIGKILL"));
    }
    await this.#exited;
  }

  /** Output has a way of its own, on which it may be a turn of the event loop behind. */
  #afterOutput(fn: () => void): void {
    this.#host.immediate(() =>
      this.#host.immediate(() => {
        this.#endLines();
        fn();
      }),
    );
  }

  #endLines(): void {
    this.#output.stdout.end();
    this.#output.stderr.end();
  }

  #print(level: LogLevel, text: string): void {
    this.#outOfMemory ||= level === levels.stderr && text.includes("heap out of memory");
    // One more than is kept, so that the log says that there were more.
    if (++this.#lines <= limits.logLinesPerStep) this.#say({ job: this.#job, kind: "log", level, text });
  }

  #problem({ code, signal, error }: ProcessEnd): string {
    if (error !== undefined) return `it could not be started: ${error.message}`;
    const how = signal === null ? `exit code ${code}` : signal;
    return this.#outOfMemory ? `out of memory, ${how}` : how;
  }
}
