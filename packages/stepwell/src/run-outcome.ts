/** After an action: how the runs stand now, one line or one JSON object each. */
import { nodeHost } from "@stepwell/core";
import type { CommandCall } from "./command-spec.ts";
import { openToLook } from "./open-engine.ts";
import { printRuns } from "./run-table.ts";

export async function printOutcome(call: CommandCall, ids: readonly string[]): Promise<void> {
  if (call.output.quiet && !call.output.json) return;
  const engine = await openToLook(call);
  try {
    const items = await Promise.all(ids.map((id) => engine.handle(id).status()));
    const views = items.map(({ input: _input, output: _output, error: _error, ...view }) => view);
    printRuns({ items: views, next: undefined }, call.output, nodeHost().now());
  } finally {
    await engine.close();
  }
}
