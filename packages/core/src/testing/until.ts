/** Waits for a condition, not for a time. */

import { nodeHost } from "../host/node.ts";
import { assert } from "../model/assert.ts";

/** @param what for the message when it never comes true */
export async function until(what: string, condition: () => unknown, limitMs = 10_000): Promise<void> {
  const host = nodeHost();
  const deadline = host.monotonic() + limitMs;
  while (!(await condition())) {
    assert(host.monotonic() < deadline, `never came true within ${limitMs} ms: ${what}`);
    await new Promise<void>((resolve) => void host.timer(1, resolve));
  }
}

/** Lets everything happen that is due: promises, and `turns` turns of the event loop. */
export async function turns(count = 20): Promise<void> {
  const host = nodeHost();
  for (let n = 0; n < count; n++) await new Promise<void>((resolve) => host.immediate(resolve));
}
