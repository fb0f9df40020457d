import type { Host } from "./port.ts";

/** What comes, or undefined when it takes longer than this; it is not waited for any more then. */
export async function within<T>(host: Pick<Host, "timer">, mostMs: number, what: Promise<T>): Promise<T | undefined> {
  const late = Promise.withResolvers<undefined>();
  const timer = host.timer(mostMs, () => late.resolve(undefined));
  try {
    return await Promise.race([what, late.promise]);
  } finally {
    timer.cancel();
  }
}
