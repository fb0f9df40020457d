/** A process that a workload starts, hears of, and kills. Parent's side and child's side. */
import { type ChildProcess, fork } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Ms by a clock that all processes of the machine share. */
export function sharedNow(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

export interface Message {
  readonly kind: string;
  /** By sharedNow, when it was said. */
  readonly at: number;
  readonly facts: Readonly<Record<string, number>>;
}

export class Child {
  readonly #process: ChildProcess;
  readonly #said = new Map<string, Message>();
  readonly #waiting = new Map<string, PromiseWithResolvers<Message>>();
  readonly #exit = Promise.withResolvers<void>();

  /** @param work what the module reads with `work()` */
  constructor(module: URL, work: object, flags: readonly string[] = []) {
    const stdio = ["ignore", "ignore", "inherit", "ipc"] as const;
    // As docs/guide/running.md says under "Start fast".
    const env = { ...process.env, NODE_COMPILE_CACHE: join(tmpdir(), "stepwell-bench-compiled") };
    this.#process = fork(module, [JSON.stringify(work)], { execArgv: [...flags], stdio: [...stdio], env });
    this.#process.on("message", (message) => this.#hear(message as Message));
    this.#process.on("exit", (code, signal) => {
      this.#exit.resolve();
      const error = new Error(`${module.pathname.split("/").at(-1)} has ended (${signal ?? code})`);
      for (const waiting of this.#waiting.values()) waiting.reject(error);
      this.#waiting.clear();
    });
  }

  /** The first message of this kind, said already or to come. @throws when the process ends before it has said it */
  said(kind: string): Promise<Message> {
    const said = this.#said.get(kind);
    if (said !== undefined) return Promise.resolve(said);
    const waiting = this.#waiting.get(kind) ?? Promise.withResolvers<Message>();
    this.#waiting.set(kind, waiting);
    return waiting.promise;
  }

  /** kill -9. Gives the moment just before it. */
  kill(): number {
    const at = sharedNow();
    this.#process.kill("SIGKILL");
    return at;
  }

  /** Kills it if it lives, and waits until it is gone. */
  async gone(): Promise<void> {
    if (this.#process.exitCode === null && this.#process.signalCode === null) this.kill();
    await this.#exit.promise;
  }

  #hear(message: Message): void {
    if (!this.#said.has(message.kind)) this.#said.set(message.kind, message);
    this.#waiting.get(message.kind)?.resolve(message);
    this.#waiting.delete(message.kind);
  }
}

/** In the child: what the parent has given it to do. */
export function work<T>(): T {
  return JSON.parse(process.argv[2] ?? "{}") as T;
}

/** In the child: tells the parent. */
export function tell(kind: string, facts: Message["facts"] = {}): void {
  const message: Message = { kind, at: sharedNow(), facts };
  process.send?.(message);
}

/** In the child: resolves never, and keeps the process until it is killed. */
export function forever(): Promise<never> {
  setInterval(() => {}, 2 ** 30);
  return new Promise(() => {});
}
