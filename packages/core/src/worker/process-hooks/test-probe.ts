/** A probe for tests: workflow code is what runs inside of `workflow`, a body what runs inside of `body`. */
import { AsyncLocalStorage } from "node:async_hooks";
import { failure } from "../../model/errors.ts";
import type { GuardedRun, HookProbe } from "./probe.ts";

interface TestFrame {
  readonly run: TestRun;
  readonly inBody: boolean;
}

export class TestRun implements GuardedRun {
  readonly mode: "replace" | "error" | "off";
  readonly lines: string[] = [];
  readonly blockedAt: { call: string; line: string }[] = [];
  #readings = 0;

  constructor(mode: "replace" | "error" | "off") {
    this.mode = mode;
  }

  now(): number {
    return 1_000 + this.#readings++;
  }

  random(): number {
    return 0.25;
  }

  uuid(): string {
    return "11111111-2222-4333-8444-555555555555";
  }

  bytes(length: number): Uint8Array {
    return new Uint8Array(length).fill(7);
  }

  log(text: string): void {
    this.lines.push(text);
  }

  block(call: string, line: string): never {
    this.blockedAt.push({ call, line });
    throw failure("guarded-call", { call, line });
  }
}

export class TestProbe implements HookProbe {
  window = true;
  readonly #frames = new AsyncLocalStorage<TestFrame>();

  guarded(): GuardedRun | undefined {
    const frame = this.#frames.getStore();
    return frame === undefined || frame.inBody ? undefined : frame.run;
  }

  runOf(): { log(text: string): void } | undefined {
    return this.#frames.getStore()?.run;
  }

  workflow<T>(run: TestRun, fn: () => T): T {
    return this.#frames.run({ run, inBody: false }, fn);
  }

  body<T>(run: TestRun, fn: () => T): T {
    return this.#frames.run({ run, inBody: true }, fn);
  }
}
