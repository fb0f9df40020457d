/** Moves a virtual clock on for as long as something takes. */

import type { VirtualHost } from "../host/virtual.ts";
import { assert } from "../model/assert.ts";

/** Settles all that is due, then goes to the next timer, until the promise is settled; gives what it gives. */
export async function passTime<T>(host: VirtualHost, promise: PromiseLike<T>, limitMs = 86_400_000): Promise<T> {
  let over = false;
  const settled = Promise.resolve(promise).finally(() => {
    over = true;
  });
  settled.catch(() => {});
  const deadline = host.monotonic() + limitMs;
  for (;;) {
    await quiet(host);
    if (over) return await settled;
    assert(host.monotonic() < deadline && host.advanceToNext(), `nothing happened within ${limitMs} ms`);
  }
}

/** Lets the time pass, step by step, and all that is due happen. */
export async function passMs(host: VirtualHost, ms: number): Promise<void> {
  const end = host.monotonic() + ms;
  for (;;) {
    await quiet(host);
    const next = host.nextTimerAt();
    const left = end - host.monotonic();
    if (next === undefined || next - host.now() >= left) break;
    host.advanceToNext();
  }
  host.advance(end - host.monotonic());
  await quiet(host);
}

/** A macrotask may set off others. */
export async function quiet(host: VirtualHost): Promise<void> {
  for (let n = 0; n < 5; n++) await host.settled();
}
