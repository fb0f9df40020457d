/** One thread that answers one question at a time, and is ended when an answer takes too long. */
import { Worker } from "node:worker_threads";
import { messageOf, nodeHost, type Timer } from "@stepwell/core";
import { declarativeFailure } from "../errors.ts";
import type { Message, Question } from "./question.ts";

/** For an evaluation, once all that it needs is loaded. */
const evaluationMs = 1_000;
/** For a thread to start and load, on a machine that has other things to do. */
const startMs = 30_000;
const idleMs = 10_000;
const memoryMb = 128;

const program = new URL(
  import.meta.url.endsWith(".ts") ? "./evaluation-thread.ts" : "./evaluation-thread.js",
  import.meta.url,
);
const host = nodeHost();

interface Asked {
  readonly what: string;
  resolve(answer: string): void;
  reject(error: Error): void;
}

export class ThreadPlace {
  #worker: Worker | undefined;
  #asked: Asked | undefined;
  /** Keeps the process alive while an answer is awaited: the thread itself does not. */
  #timer: Timer | undefined;

  get isFree(): boolean {
    return this.#asked === undefined;
  }

  /** @param what for errors: "the transform" */
  ask(what: string, question: Question): Promise<string> {
    return new Promise((resolve, reject) => {
      this.#asked = { what, resolve, reject };
      this.#worker ??= this.#start();
      this.#setTimer(startMs, () => this.#giveUp(startMs));
      this.#worker.postMessage(question);
    });
  }

  #start(): Worker {
    // Nothing of the process's environment is for what users wrote.
    const worker = new Worker(program, { env: {}, resourceLimits: { maxOldGenerationSizeMb: memoryMb } });
    worker.on("message", (message: Message) => this.#heard(message));
    worker.on("error", (error) => this.#died(worker, messageOf(error)));
    worker.on("exit", () => this.#died(worker, "its thread has ended"));
    worker.unref();
    return worker;
  }

  #heard(message: Message): void {
    const asked = this.#asked;
    if (asked === undefined) return;
    if ("begun" in message) {
      this.#setTimer(evaluationMs, () => this.#giveUp(evaluationMs));
      return;
    }
    this.#end();
    if ("answer" in message) asked.resolve(message.answer);
    else asked.reject(declarativeFailure("evaluation-failed", { what: asked.what, problem: message.problem }));
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
    this.#timer?.cancel();
    this.#timer = host.timer(idleMs, () => this.#stop(), { background: true });
  }

  #stop(): void {
    const worker = this.#worker;
    this.#worker = undefined;
    void worker?.terminate();
  }

  #setTimer(ms: number, fn: () => void): void {
    this.#timer?.cancel();
    this.#timer = host.timer(ms, fn);
  }
}
