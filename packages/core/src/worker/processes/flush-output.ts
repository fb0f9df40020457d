/** What the body has printed is on its way to the worker before its end is. */
import { Writable } from "node:stream";

export async function flushOutput(): Promise<void> {
  await Promise.all([flushed(process.stdout), flushed(process.stderr)]);
}

function flushed(stream: Writable): Promise<void> {
  return new Promise((resolve) => {
    if (stream.writableLength === 0 || stream.destroyed) resolve();
    // The stream's own method: bodies may put theirs in its place, to catch what is printed.
    else Writable.prototype.write.call(stream, "", "utf8", () => resolve());
  });
}
