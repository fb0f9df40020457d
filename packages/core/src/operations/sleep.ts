/** wf.sleep: a durable timer. Recorded as `timer` when it is over; its due time needs no record. */

import { type Duration, toMs } from "../model/duration.ts";
import { failure } from "../model/errors.ts";
import { isDate } from "../model/is-date.ts";
import { readOptions } from "../model/read-options.ts";
import { checkName } from "../model/step-name.ts";
import { scopeOf, waitForStateless, wrongEntry } from "./asking.ts";
import type { RunPort } from "./run-port.ts";

export function sleep(run: RunPort, until: Duration | Date, options?: { readonly name?: string }): Promise<void> {
  const scope = scopeOf(run, "wf.sleep");
  const { name = "sleep" } = options === undefined ? {} : readOptions(options, ["name"], { where: "wf.sleep" });
  const dueAt = isDate(until) ? dateDue(until) : run.clock.peek() + toMs(until, "wf.sleep");
  const id = scope.next("sleep", checkName("sleep", name));
  return waitForStateless<void>(run, {
    id,
    take(entry, settle) {
      if (entry.kind !== "timer") throw wrongEntry(id, entry);
      settle.resolve();
    },
    command: () => ({ do: "timer", dueAt }),
  });
}

function dateDue(date: Date): number {
  const at = date.getTime();
  if (Number.isNaN(at))
    throw failure("invalid-duration", { where: "wf.sleep", value: "Invalid Date", problem: "it is no instant" });
  return at;
}
