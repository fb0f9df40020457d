/** What `rotate` does: has everything encrypted anew, and says how much that was. */
import { formatNumber } from "@stepwell/core";
import type { CommandCall } from "./command-spec.ts";
import { exitCodes } from "./exit-codes.ts";
import { openToLook } from "./open-engine.ts";
import { span } from "./terminal/spans.ts";

/** @returns the exit code: 6 when a key is missing */
export async function rotateKeys(call: CommandCall): Promise<number> {
  const engine = await openToLook(call);
  try {
    const { changed, unreadable } = await engine.rotate();
    const { result, json } = call.output;
    if (json) {
      result.stream.write(`${JSON.stringify({ v: 1, changed, unreadable })}\n`);
    } else {
      const done = changed === 0 ? "nothing was left to change" : `${counted(changed)} encrypted with the first key`;
      result.line([span(done)]);
      if (unreadable > 0)
        result.line([span(`${counted(unreadable)} cannot be read, and stayed as before: add their keys`, "attention")]);
    }
    return unreadable > 0 ? exitCodes.notFound : exitCodes.completed;
  } finally {
    await engine.close();
  }
}

function counted(values: number): string {
  return values === 1 ? "1 value" : `${formatNumber(values)} values`;
}
