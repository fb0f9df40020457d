/** Signals: none is lost, none is received twice, and each name's come in the order of their arrival (invariants 1, 9). */
import { isFinished } from "../../model/run-state.ts";
import type { RunRow } from "../../store/port.ts";
import type { KnownRun } from "./known-run.ts";
import type { People } from "./people.ts";
import type { World } from "./world.ts";

export function judgeSignals(world: World, { signals }: People, rows: ReadonlyMap<KnownRun, RunRow>): void {
  const received = receivedSignals(world);
  for (const { id, payload, acknowledged } of signals) {
    if (acknowledged !== true || received.has(JSON.stringify(payload))) continue;
    const ended = [...rows].some(([run, row]) => run.id === id && isFinished(row.status));
    if (!ended) world.offences.add(`${payload} to ${id} was acknowledged, and nobody has received it`);
  }
  judgeOrder(world, received);
}

/** Payloads, and who has received them. */
function receivedSignals(world: World): Map<string, KnownRun> {
  const received = new Map<string, KnownRun>();
  for (const run of world.ledger.runs.values())
    for (const { kind, op, value = "" } of run.entries.slice(run.copied)) {
      if (kind !== "signal" || !value.startsWith('"signal ')) continue;
      const before = received.get(value);
      if (before !== undefined && before.origin !== run.origin)
        world.offences.add(`${value} was received by ${before.id} and ${run.id}`);
      // The journal of a later generation may begin with that of the one before.
      if (before?.id === run.id && run.generation === 1 && before.gone === undefined)
        world.offences.add(`${value} was received twice by ${run.id} (${op})`);
      received.set(value, run);
    }
  return received;
}

/**
 * What came before something that was received was received too: nobody here is choosy. What is started anew begins
 * without any; who was not sure may have sent one to both.
 */
function judgeOrder({ ledger, offences }: World, received: ReadonlyMap<string, KnownRun>): void {
  const skipped = new Map<string, string>();
  const strayed = new Map<string, KnownRun>();
  for (const { to, work, name, payload } of [...ledger.arrivals].reverse()) {
    const line = `${to} ${work} ${name}`;
    const later = skipped.get(line);
    const by = received.get(payload);
    if (by === undefined) {
      if (later !== undefined) offences.add(`${to} has received ${later}, and not ${payload}, which came before`);
    } else if (by.id === to && by.work !== work) strayed.set(payload, by);
    else skipped.set(line, payload);
  }
  for (const [payload, { id, work }] of strayed)
    if (!ledger.arrivals.some((arrival) => arrival.payload === payload && arrival.work === work))
      offences.add(`${payload} came to ${id} before that was started anew, and was received after that`);
}
