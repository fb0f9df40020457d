/** A run as `--json` gives it. */
import type { RunDetails, RunView } from "@stepwell/core";
import { plainJson } from "./plain-json.ts";
import { errorJson } from "./report-error.ts";
import { shownInput } from "./shown-input.ts";

export function runJson(run: RunView | RunDetails): Record<string, unknown> {
  const { error, unreadable, compensationErrors = [], ...rest } = run as Partial<RunDetails>;
  const shown = "input" in rest ? { ...rest, input: shownInput(rest.input) } : rest;
  const plain = plainJson(shown) as Record<string, unknown>;
  const undoing = compensationErrors.map(({ name, step, cause }) => ({ name, step, cause: errorJson(cause) }));
  return {
    v: 1,
    ...plain,
    ...(error === undefined ? {} : { error: errorJson(error) }),
    ...(unreadable === undefined ? {} : { unreadable: errorJson(unreadable) }),
    ...(undoing.length === 0 ? {} : { compensationErrors: undoing }),
  };
}
