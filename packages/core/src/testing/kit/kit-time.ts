/**
 * The time of a test: it stands still while something can be done, and leaps to the next event when there is nothing.
 *
 * T1  While a body executes that waits for something real, no time is skipped: for the first second none passes, then
 *     as much as really does.
 * T2  A wait that nothing will ever end is an error that says so, and no test that hangs.
 */
import { nodeHost } from "../../host/node.ts";
import { type VirtualHost, virtualHost } from "../../host/virtual.ts";
import { formatMs } from "../../model/duration.ts";
import { failure } from "../../model/errors.ts";
import { currentFrame } from "../../operations/frame.ts";
import { stepKey } from "../../operations/step-context.ts";
import type { Execution } from "../../worker/attempt.ts";
import { quiet } from "../virtual-time.ts";

/** Real time for which bodies may wait for something real while the clock stands. */
const stillMs = 1_000;
/** How long `advance` waits for bodies that wait for something real. */
const patienceMs = 100;

export interface KitTimeOptions {
  readonly seed: number;
  readonly startAt: number;
  /** After so many leaps a wait is taken for one without end. */
  readonly maxWaits: number;
}

/** What goes on while the time is asked to pass. */
export interface Surroundings {
  /** Bodies that execute now. */
  executing(): Iterable<Execution>;
  /** Does what the test has planned for what is the case now; true if that was anything. */
  act(): Promise<boolean>;
  /** What holds everything up, in words. */
  describe(): Promise<string>;
}

export class KitTime {
  readonly host: VirtualHost;
  readonly #real = nodeHost();
  readonly #maxWaits: number;
  readonly #startAt: number;
  /** Bodies that wait for virtual time. */
  readonly #waiting = new Map<string, number>();

  constructor({ seed, startAt, maxWaits }: KitTimeOptions) {
    this.host = virtualHost({ seed, startAt });
    this.#maxWaits = maxWaits;
    this.#startAt = startAt;
  }

  /** Resolves when so much virtual time has passed; Infinity never does. A body that waits so keeps no time from passing. */
  async wait(ms: number): Promise<void> {
    const step = currentFrame()?.step;
    const key = step === undefined ? undefined : bodyKey(step);
    this.#count(key, 1);
    await new Promise<void>((resolve) => void this.host.timer(ms, resolve));
    this.#count(key, -1);
  }

  #count(key: string | undefined, change: number): void {
    if (key !== undefined) this.#waiting.set(key, (this.#waiting.get(key) ?? 0) + change);
  }

  /** Lets happen what there is to happen until the promise is settled. @throws test-stuck, and what the promise throws */
  async until<T>(promise: PromiseLike<T>, around: Surroundings): Promise<T> {
    let over = false;
    const settled = Promise.resolve(promise).finally(() => {
      over = true;
    });
    settled.catch(() => {});
    const pace = this.#pace();
    for (let leaps = 0; ; ) {
      await quiet(this.host);
      if (over) return await settled;
      if (this.#isBusy(around)) {
        await pace.rest();
        continue;
      }
      pace.reset();
      if (await around.act()) continue;
      if (over) continue;
      if (leaps++ >= this.#maxWaits) throw await this.#endless(around);
      if (!this.host.leap()) throw await this.#stuck(around);
    }
  }

  /** Moves the time on by so much, and lets happen what is due on the way. */
  async advance(ms: number, around: Surroundings): Promise<void> {
    const end = this.host.monotonic() + ms;
    // Wakes the clock at the end, whatever else there is.
    this.host.timer(ms, () => {});
    for (;;) {
      await this.#becomeQuiet(around);
      if (await around.act()) continue;
      if (this.host.monotonic() >= end) return;
      this.host.leap();
    }
  }

  async #becomeQuiet(around: Surroundings): Promise<void> {
    const until = this.#real.monotonic() + patienceMs;
    await quiet(this.host);
    while (this.#isBusy(around) && this.#real.monotonic() < until) {
      await new Promise<void>((resolve) => void this.#real.timer(1, resolve));
      await quiet(this.host);
    }
  }

  #isBusy({ executing }: Surroundings): boolean {
    for (const { run, command } of executing()) {
      const key = bodyKey({ key: stepKey(run, command.step), attempt: command.attempt, fence: run.fence });
      if ((this.#waiting.get(key) ?? 0) === 0) return true;
    }
    return false;
  }

  /** Lets real time pass, and virtual time with it when that takes long. */
  #pace(): { rest(): Promise<void>; reset(): void } {
    let since: number | undefined;
    let passed = 0;
    return {
      rest: async () => {
        since ??= this.#real.monotonic();
        await new Promise<void>((resolve) => void this.#real.timer(1, resolve));
        const late = Math.floor(this.#real.monotonic() - since) - stillMs - passed;
        if (late <= 0) return;
        passed += late;
        this.host.advance(late);
      },
      reset: () => {
        since = undefined;
        passed = 0;
      },
    };
  }

  async #stuck(around: Surroundings): Promise<Error> {
    return failure("test-stuck", { what: await around.describe() });
  }

  async #endless(around: Surroundings): Promise<Error> {
    const passed = formatMs(this.host.now() - this.#startAt);
    const what = `after ${this.#maxWaits} waits, ${passed} after the beginning, there is still no end: ${await around.describe()}`;
    return failure("test-stuck", { what });
  }
}

/** A body that a dead process has left waiting is not the one that its heir executes. */
function bodyKey({ key, attempt, fence }: { key: string; attempt: number; fence: number }): string {
  return `${fence} ${attempt} ${key}`;
}
