/** Hands in the value of a callback: engine.completeCallback. */
import { isTokenOf, placeOfToken } from "../model/callback-token.ts";
import { failure } from "../model/errors.ts";
import { notSent } from "../model/run-errors.ts";
import { isFinished } from "../model/run-state.ts";
import type { Internals } from "./internals.ts";

/** The key of all values for one callback: only the first that fits counts. */
const onlyOne = "1";

export async function completeCallback(internals: Internals, token: string, value: unknown): Promise<void> {
  const { store, settings, worker } = internals;
  const { namespace } = settings;
  const place = typeof token === "string" ? placeOfToken(token) : undefined;
  if (place === undefined) throw failure("wrong-token", { problem: "it is none that wf.callback gave" });
  if (place.namespace !== namespace)
    throw failure("wrong-token", { problem: `it is not for namespace "${namespace}"` });
  const { run: id, op } = place;
  const row = await store.find(id);
  // Whether there is such a run is nobody's business who has no token of it.
  if (row === undefined || !isTokenOf(token, row.seed))
    throw failure("wrong-token", { problem: "no run of now has given it out" });
  if (isFinished(row.status)) throw notSent({ to: id, status: row.status, namespace });
  const payload = internals.encode(value === undefined ? null : value, `the value of ${op} of run "${id}"`);
  const message = { to: id, name: op, payload, dedup: onlyOne, onlyOpen: true, onlyTo: row.key };
  const outcome = await worker.requests.send(message);
  if (outcome.sent && !outcome.repeated) return;
  const callback = op.slice("callback~".length);
  if (outcome.sent) throw failure("callback-used", { id, callback, how: "a value was handed in before" });
  switch (outcome.problem) {
    case "unknown":
      throw notSent({ to: id, status: undefined, namespace });
    case "finished":
      throw notSent({ to: id, status: outcome.status, namespace });
    case "late":
      throw failure("callback-used", { id, callback, how: "its time is over" });
    case "gone-on":
      // Another generation has begun since: of a retry the token is good, too.
      return await completeCallback(internals, token, value);
    case "not-open":
      throw failure("callback-used", { id, callback, how: "the run does not wait for it any more" });
  }
}
