/** Tells tests which processes are alive. */
import { readFileSync } from "node:fs";
import { parseStat } from "../../host/process-proof.ts";

/** No process outlives its attempt by more. */
const graceMs = 5_000;

/** Resolves when none of them is alive. */
export async function allGone(pids: readonly number[]): Promise<void> {
  const deadline = performance.now() + graceMs;
  for (let left = pids; left.length > 0; left = left.filter(isAlive)) {
    if (performance.now() > deadline) throw new TypeError(`still alive: ${left}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return parseStat(readFileSync(`/proc/${pid}/stat`, "utf8"))?.state !== "Z";
  } catch {
    return false;
  }
}
