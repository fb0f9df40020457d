/**
 * The process group of a script, written down before the script begins. A worker that is killed ends its groups by their
 * life-line (process-group.ts); where that was ended, too, whoever goes on with the stage ends the group by what stands
 * here, before the script is executed again.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { StartedGroup } from "./run-options.ts";

interface Noted extends StartedGroup {
  /** When its leader began, in ticks since the system did: its number may be another's by now. */
  readonly started: string;
}

export function noteGroup(file: string, { group, boot }: StartedGroup): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify({ group, boot, started: startOf(group) } satisfies Noted));
}

export function forgetGroup(file: string): void {
  rmSync(file, { force: true });
}

/** Ends the group that is noted there, if it is certainly that one. @returns whether it was there */
export function endLeftGroup(file: string, boot: string): boolean {
  const noted = read(file);
  forgetGroup(file);
  if (noted === undefined || boot === "" || noted.boot !== boot) return false;
  if (noted.started === "" || startOf(noted.group) !== noted.started) return false;
  try {
    process.kill(-noted.group, "SIGKILL");
    return true;
  } catch {
    return false;
  }
}

function read(file: string): Noted | undefined {
  try {
    const { group, boot, started } = JSON.parse(readFileSync(file, "utf8")) as Partial<Noted>;
    if (!Number.isSafeInteger(group) || (group ?? 0) <= 1 || typeof boot !== "string") return undefined;
    return { group: group ?? 0, boot, started: String(started ?? "") };
  } catch {
    return undefined;
  }
}

/** Of a process that executes; empty for others, and where the system does not say. */
function startOf(pid: number): string {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The command in the second field may hold spaces and parentheses.
    const fields = text
      .slice(text.lastIndexOf(")") + 1)
      .trim()
      .split(/\s+/);
    return fields[0] === "Z" || fields[0] === "X" ? "" : (fields[22 - 3] ?? "");
  } catch {
    return "";
  }
}
