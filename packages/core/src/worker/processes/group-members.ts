/** Tells whether a body has left programs behind: they must not outlive its attempt, also when its process goes on. */
import { readdirSync, readFileSync } from "node:fs";
import { parseStat } from "../../host/process-proof.ts";

/** True when others than this process are in its group. Where there is no /proc, of its own children alone. */
export function groupHasOthers(): boolean {
  const group = String(process.pid);
  let pids: string[];
  try {
    pids = readdirSync("/proc").filter((name) => name !== group && /^\d+$/.test(name));
  } catch {
    return process.getActiveResourcesInfo().includes("ProcessWrap");
  }
  return pids.some((pid) => isAliveIn(group, pid));
}

function isAliveIn(group: string, pid: string): boolean {
  try {
    const stat = parseStat(readFileSync(`/proc/${pid}/stat`, "utf8"));
    return stat?.group === group && stat.state !== "Z" && stat.state !== "X";
  } catch {
    // Gone meanwhile, or somebody else's.
    return false;
  }
}
