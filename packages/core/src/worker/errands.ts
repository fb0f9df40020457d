/** What runs want of the store while they go on: messages, children, values that others have computed. */
import { Caches } from "./caches.ts";
import { ChildStarts } from "./child-starts.ts";
import type { HeldRuns } from "./held-runs.ts";
import type { Intake } from "./intake.ts";
import type { LiveRun } from "./live-run.ts";
import { Messages } from "./messages.ts";
import { RunCaches } from "./run-caches.ts";
import type { SettleDeps } from "./settle.ts";
import type { WorkerOptions } from "./worker-options.ts";

export interface ErrandsParts {
  readonly options: WorkerOptions;
  readonly intake: Intake;
  readonly held: HeldRuns;
  /** There is something to settle. */
  touch(run: LiveRun): void;
  /** A run may become claimable with the next batch. */
  wakes(): void;
}

export interface Errands {
  /** For settle. */
  readonly deps: Pick<SettleDeps, "readInbox" | "send" | "start" | "askForEnd" | "retries" | "findCached" | "mayBegin">;
  readonly caches: Pick<Caches, "giveUp" | "written">;
}

export function errandsOf({ options, intake, held, touch, wakes }: ErrandsParts): Errands {
  const { host, store, sameValue, childRow: makeRow, retryChild, decode } = options;
  const messages = new Messages({ host, store, intake, touch, wakes });
  const children = new ChildStarts({ host, store, makeRow, retryChild, sameValue, touch, wakes });
  const runCaches = new RunCaches({ host, store, decode, touch });
  const caches = new Caches({ host, store, held, decode, touch });
  return {
    deps: {
      readInbox: (run) => messages.read(run),
      send: (run, operation, command) => messages.send(run, { operation, command }),
      start: (run, operation, command) => children.start(run, { operation, command }),
      askForEnd: (run, operation, child) => children.askForEnd(run, { operation, child }),
      retries: (run) => children.retries(run),
      findCached: (run, operation, wish) => runCaches.find(run, { operation, wish }),
      mayBegin: (run, body) => caches.mayBegin(run, body),
    },
    caches,
  };
}
