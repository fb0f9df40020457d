/**
 * What identifies a process beyond the reuse of its pid, and when it is certainly gone. Linux only:
 * elsewhere every field but the pid is empty, and nothing is provable; there the lease decides.
 *
 * In doubt the answer is "not dead": a worker wrongly taken for dead has its bodies executed twice.
 */
import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";
import type { ProcessProof } from "./port.ts";

/** The proof of this process. */
export function readProcessProof(): ProcessProof {
  return {
    machine: machineName(),
    boot: readText("/proc/sys/kernel/random/boot_id"),
    pidNamespace: readLink("/proc/self/ns/pid"),
    pid: process.pid,
    started: parseStat(readText("/proc/self/stat"))?.started ?? "",
  };
}

/**
 * True only if the process of `proof` is certainly gone, judged from the one that `self` belongs to:
 * the same machine was restarted since, or its pid is free, a zombie's, or another process's by now.
 */
export function isProvablyDead(self: ProcessProof, proof: ProcessProof): boolean {
  if (proof.machine === "" || proof.machine !== self.machine) return false;
  if (proof.boot === "" || self.boot === "") return false;
  if (proof.boot !== self.boot) return true;
  if (proof.pidNamespace === "" || proof.pidNamespace !== self.pidNamespace) return false;
  if (proof.started === "" || !Number.isSafeInteger(proof.pid) || proof.pid <= 0) return false;
  const stat = parseStat(readText(`/proc/${proof.pid}/stat`));
  // A /proc mounted with hidepid hides the living, too: then the kernel's answer to a signal decides.
  if (stat === undefined) return isFree(proof.pid);
  return stat.state === "Z" || stat.state === "X" || stat.started !== proof.started;
}

/** State, process group and start time from /proc/PID/stat. The command in field 2 may hold spaces and parentheses. */
export function parseStat(text: string): { state: string; group: string; started: string } | undefined {
  const afterCommand = text.lastIndexOf(")");
  if (afterCommand < 0) return undefined;
  const fields = text
    .slice(afterCommand + 1)
    .trim()
    .split(/\s+/);
  const [state, group, started] = [fields[0], fields[5 - 3], fields[22 - 3]];
  return state === undefined || group === undefined || started === undefined ? undefined : { state, group, started };
}

/**
 * The machine's id with its host name. Cloned machines and containers of one image may share the id; if such
 * twins also shared everything else here, each would take the other for a former boot of itself.
 */
function machineName(): string {
  const id = readText("/etc/machine-id") || readText("/var/lib/dbus/machine-id");
  return /^[0-9a-f]{32}$/.test(id) ? `${id}/${hostname()}` : "";
}

function isFree(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ESRCH";
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8").trim();
  } catch {
    return "";
  }
}

function readLink(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return "";
  }
}
