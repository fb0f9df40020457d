/** What the run says to an answer: only its own code knows whether it fits. */
import { messageOf, nodeHost, type RunHandle } from "@stepwell/core";
import { commandFailure } from "./errors.ts";

/** A run that somebody executes has judged long before. */
const patienceMs = 3_000;
const everyMs = 50;

/**
 * Waits until the answer was taken.
 * @param after position in the run's journal before the answer was given
 * @returns false when nobody executes the run at present: it is told when it goes on
 * @throws answer-refused
 */
export async function taken(handle: RunHandle, { ask, after }: { ask: string; after: number }): Promise<boolean> {
  const host = nodeHost();
  const op = ask.startsWith("ask~") ? ask : `ask~${ask}`;
  for (const until = host.now() + patienceMs; ; ) {
    for (const entry of await handle.journal({ after })) {
      after = entry.seq;
      if (entry.op !== op) continue;
      if (entry.kind === "answer") return true;
      if (entry.kind === "refused")
        throw commandFailure("answer-refused", { id: handle.id, ask, problem: messageOf(entry.value) });
    }
    if (host.now() >= until) return false;
    await new Promise<void>((resolve) => void host.timer(everyMs, resolve));
  }
}
