/** One thread that answers one question at a time, and is ended when an answer takes too long. */
import { Worker } from "node:worker_threads";
import { type Host, messageOf, nodeHost, type Timer } from "@stepwell/core";
import { declarativeFailure } from "../errors.ts";
import type { Message, Question } from "./question.ts";

/** Of the processor, for an evaluation, once all that it needs is loaded. */
const evaluationMs = 1_000;
/** By the clock: on a machine with other work to do, a second of the processor takes longer. */
const patienceMs = 10_000;
/** For a thread to start and load, on a machine that has other things to do. */
const startMs = 30_000;
const idleMs = 10_000;
const memoryMb = 128;

const program = new URL(
  import.meta.url.endsWith(".ts") ? "./evaluation-thread.ts" : "./evaluation-thread.js",
  import.meta.url,
);
/** Made when the first question is asked: making one reads files of the system. */
let madeHost: Host | undefined;

function host(): Host {
  madeHost ??= nodeHost();
  return madeHost;
}

interface Asked {
  readonly what: string;
  resolve(answer: string): void;
  reject(error: Error): void;
}

export class ThreadPlace {
  #worker: Worker | undefined;
  #asked: Asked | undefined;
  #timer: Timer | undefined;

  get isFree(): boolean {
    return this.#asked === undefined;
  }

  /** @param what for errors: "the transform" */
  ask(what: string, question: Question): Promise<string> {
    return new Promise((resolve, reject) => {
      this.#asked = { what, resolve, reject };
      this.#worker ??= this.#start();
      // The process waits for an answer, and not for a thread that nobody asks anything.
      this.#worker.ref();
      this.#setTimer(startMs, () => this.#giveUp(startMs));
      this.#worker.postMessage(question);
    });
  }

  #start(): Worker {
    // Nothing of the process's environment is for what users wrote.
    const worker = new Worker(program, { env: {}, resourceLimits: { maxOldGenerationSizeMb: memoryMb } });
    worker.on("message", (message: Message) => this.#heard(worker, message));
    worker.on("error", (error) => this.#died(worker, messageOf(error)));
    worker.on("exit", () => this.#died(worker, "its thread has ended"));
    worker.unref();
    return worker;
  }

  #heard(worker: Worker, message: Message): void {
    const asked = this.#asked;
    // What an ended thread had still to say is not the answer to the next question.
    if (asked === undefined || this.#worker !== worker) return;
    if ("begun" in message) {
      void this.#watch();
      return;
    }
    this.#end();
    if ("answer" in message) asked.resolve(message.answer);
    else asked.reject(declarativeFailure("evaluation-failed", { what: asked.what, problem: message.problem }));
  }

  /** Looks whether the evaluation has had its time, when it can have. */
  async #watch(): Promise<void> {
    const [asked, worker, began] = [this.#asked, this.#worker, host().monotonic()];
    const isOver = (): boolean => this.#asked !== asked || this.#worker !== worker;
    const before = await worker?.cpuUsage().catch(() => undefined);
    let restMs = evaluationMs;
    while (!isOver() && restMs > 0 && host().monotonic() - began < patienceMs) {
      await new Promise<void>((resolve) => this.#setTimer(Math.max(restMs, 50), resolve));
      const used = await worker?.cpuUsage(before).catch(() => undefined);
      restMs = used === undefined ? 0 : evaluationMs - (used.user + used.system) / 1_000;
    }
    if (!isOver()) this.#giveUp(evaluationMs);
  }

  #giveUp(limitMs: number): void {
    const asked = this.#asked;
    this.#stop();
    this.#end();
    asked?.reject(declarativeFailure("evaluation-too-slow", { what: asked.what, limitMs }));
  }

  /** Also when it took more memory than it may. */
  #died(worker: Worker, problem: string): void {
    if (this.#worker !== worker) return;
    const asked = this.#asked;
    this.#worker = undefined;
    this.#end();
    asked?.reject(declarativeFailure("evaluation-failed", { what: asked.what, problem }));
  }

  #end(): void {
    this.#asked = undefined;
    this.#worker?.unref();
    this.#timer?.cancel();
    this.#timer = host().timer(idleMs, () => this.#stop(), { background: true });
  }

  #stop(): void {
    const worker = this.#worker;
    this.#worker = undefined;
    void worker?.terminate();
  }

  #setTimer(ms: number, fn: () => void): void {
    this.#timer?.cancel();
    this.#timer = host().timer(ms, fn);
  }
}
