/** Finds out for a run whether the output of another one will do; with the answer it is recorded who computes it. */
import type { Host } from "../host/port.ts";
import { limits } from "../model/limits.ts";
import type { CacheWish } from "../operations/cache.ts";
import type { Operation } from "../operations/run-port.ts";
import type { CacheTaken, CacheWrite, Store } from "../store/port.ts";
import { isReadable } from "./is-readable.ts";
import type { LiveRun } from "./live-run.ts";

export interface RunCachesParts {
  readonly host: Host;
  readonly store: Pick<Store, "cacheTake">;
  /** @throws when the text cannot be read */
  decode(text: string): unknown;
  /** There is something to settle. */
  touch(run: LiveRun): void;
}

export interface AskingRun {
  readonly operation: Operation;
  readonly wish: CacheWish;
}

export class RunCaches {
  readonly #parts: RunCachesParts;

  constructor(parts: RunCachesParts) {
    this.#parts = parts;
  }

  find(run: LiveRun, asking: AskingRun): void {
    void this.#found(run, asking.wish).then((taken) => {
      run.sending--;
      const { operation, wish } = asking;
      if (run.cursor.waitsFor(operation) && !run.over && !run.leaving) this.#record(run, operation, taken);
      // It was cancelled meanwhile: whoever asks next may compute it.
      else if (taken?.found === "taken" && !run.dropped) run.record.alsoWrite({ cache: notKept(wish) });
      this.#parts.touch(run);
    });
  }

  /** A store that fails is asked again. Undefined when the run is gone. */
  async #found(run: LiveRun, { name, key }: CacheWish): Promise<CacheTaken | undefined> {
    const { host, store } = this.#parts;
    let unless: string | undefined;
    while (!run.dropped) {
      try {
        const take = { name, key, run: run.key, claim: run.claim, op: "", whole: true, at: host.now(), unless };
        const taken = await store.cacheTake(take);
        if (taken.found !== "value" || isReadable(taken.text, this.#parts.decode)) return taken;
        unless = taken.text;
      } catch {
        await new Promise<void>((resolve) => void host.timer(againMs, resolve));
      }
    }
    return undefined;
  }

  #record(run: LiveRun, { id: op }: Operation, taken: CacheTaken | undefined): void {
    const happened = { op, attempt: 0, at: this.#parts.host.now() };
    if (taken?.found === "value" && taken.text !== undefined)
      run.append({ ...happened, kind: "cached", text: taken.text });
    else if (taken?.found === "busy") run.append({ ...happened, kind: "not-cached", text: run.encode(taken.id) });
    else run.append({ ...happened, kind: "not-cached", text: undefined });
  }
}

/** What a run that has ended well leaves for others; one whose output stands apart from its row leaves nothing. */
export function keptOutput({ name, key, ttlMs }: CacheWish, { text, now }: { text: string; now: number }): CacheWrite {
  if (text.length > limits.inlineValueBytes) return notKept({ name, key });
  return { name, key, op: "", kept: { text, until: ttlMs === undefined ? undefined : now + ttlMs } };
}

function notKept({ name, key }: Pick<CacheWish, "name" | "key">): CacheWrite {
  return { name, key, op: "", kept: undefined };
}

/** Until the store is asked again after it could not answer. */
const againMs = 1_000;
