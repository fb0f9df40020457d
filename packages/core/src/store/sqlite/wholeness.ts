/**
 * Is the file whole, after a process died with it open? A small one is checked before anything is done with it. The
 * check reads all of it, 4 to 7 ms per MB, so a large one is checked in a thread, beside the work: what it finds
 * stops the engine.
 */
import { statSync } from "node:fs";
import type { ProcessProof } from "../../host/port.ts";
import { failure, type StepwellError } from "../../model/errors.ts";
import { limits } from "../../model/limits.ts";
import type { Connection } from "./driver.ts";
import type { Place } from "./place.ts";

/** What the thread is given. */
export interface CheckData {
  readonly location: string;
  /** Set to 1 to end the thread, which it sees between two tables. */
  readonly stop: Int32Array<SharedArrayBuffer>;
}

/** What the thread says: what is wrong, or "ok". */
export type CheckResult = string;

/** "beside": it is to be checked, and too large to wait for that. @throws store-damaged */
export function checkIfNeeded(db: Connection, place: Place): "whole" | "beside" {
  const walBytes = sizeOf(`${place.path}-wal`);
  if (walBytes === 0 || someoneLives(db, place)) return "whole";
  if (sizeOf(place.path) + walBytes > (place.checkAtOnceBytes ?? limits.checkAtOnceBytes)) return "beside";
  checkNow(db, place);
  return "whole";
}

/** @throws store-damaged */
export function checkNow(db: Connection, { path }: Place): void {
  const problem = String(db.stmt("PRAGMA quick_check(1)").all()[0]?.[0]);
  if (problem !== "ok") throw failure("store-damaged", { path, problem });
}

/** Checks in a thread; undefined where there are none. */
export function checkBeside(
  place: Place,
  damaged: (error: StepwellError) => void,
): { stop(): Promise<void> } | undefined {
  const { host, location, path } = place;
  const stop = new Int32Array(new SharedArrayBuffer(4));
  const data: CheckData = { location, stop };
  // The built package has .js files; a URL is not rewritten as an import is.
  const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
  const thread = host.thread(new URL(`./wholeness-thread.${extension}`, import.meta.url), data);
  if (thread === undefined) return undefined;
  thread.onMessage((message) => {
    const problem = message as CheckResult;
    if (problem !== "ok" && Atomics.load(stop, 0) === 0) damaged(failure("store-damaged", { path, problem }));
  });
  const ended = new Promise<void>((resolve) => thread.onExit(() => resolve()));
  return {
    stop: async () => {
      Atomics.store(stop, 0, 1);
      await ended;
    },
  };
}

/** A -wal without anybody alive was left by a process that died: the one moment at which a check pays. */
function someoneLives(db: Connection, place: Place): boolean {
  const rows = db
    .stmt("SELECT machine, boot, pid_namespace, pid, process_started, beat_at FROM workers WHERE dead_at IS NULL")
    .all();
  const horizon = place.host.now() - limits.leaseMs;
  return rows.some((row) => {
    const [machine, boot, pidNamespace, pid, started, beatAt] = row;
    const proof = { machine, boot, pidNamespace, pid, started } as ProcessProof;
    return Number(beatAt) > horizon && !place.host.isProvablyDead(proof);
  });
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
