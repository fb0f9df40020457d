/** What a script may use, as the system holds it: memory for each of its processes, processors for all together. */
import { readFileSync } from "node:fs";
import type { Host } from "@stepwell/core";
import { declarativeFailure } from "../../errors.ts";
import type { Shell } from "../bound-script.ts";

export interface ScriptLimits {
  /** Address space of each process, in bytes; for JavaScript the heap. */
  readonly memoryBytes?: number;
  /** On how many processors they execute: a whole number. */
  readonly cpu?: number;
}

/** How much of each stream is kept, in characters, and how large all outputs may be, in bytes of JSON. Estimates. */
export const outputLimits = { keptChars: 256 * 1024, outputBytes: 1024 * 1024 } as const;

/**
 * Refuses what a system cannot hold: Linux alone holds limits, and only whole processors.
 * @throws limits-not-held
 */
export function requireLimits(limits: ScriptLimits, platform: string): void {
  const [limit] = Object.keys(limits);
  if (limit !== undefined && platform !== "linux") throw declarativeFailure("limits-not-held", { limit, platform });
  const { cpu = 1 } = limits;
  if (!Number.isInteger(cpu) || cpu < 1) {
    throw declarativeFailure("limits-not-held", { limit: `cpu: ${cpu} (no whole number)`, platform });
  }
}

/** The commands of `sh` that set them. Node reserves far more addresses than it uses: its heap is limited instead. */
export function limitCommands({ memoryBytes, cpu }: ScriptLimits, shell: Shell, host: Host): string {
  const commands: string[] = [];
  if (memoryBytes !== undefined && shell !== "js" && shell !== "ts") {
    commands.push(`ulimit -v ${Math.max(1, Math.floor(memoryBytes / 1024))} || exit 125\n`);
  }
  const processors = allowedProcessors();
  if (cpu !== undefined && cpu < processors.length) {
    // Not always the same ones: several scripts would be on top of each other while others are idle.
    const first = (host.randomBytes(1)[0] ?? 0) % processors.length;
    const chosen = [...processors, ...processors].slice(first, first + cpu);
    commands.push(`taskset -p -c ${chosen.join(",")} $$ >/dev/null || exit 125\n`);
  }
  return commands.join("");
}

/** Those that this process may use. */
function allowedProcessors(): number[] {
  const list = /^Cpus_allowed_list:\s*(.*)$/m.exec(readText("/proc/self/status"))?.[1] ?? "";
  return list.split(",").flatMap((part) => {
    const [from = Number.NaN, to = from] = part.split("-").map(Number);
    return Number.isInteger(to) ? Array.from({ length: to - from + 1 }, (_, index) => from + index) : [];
  });
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

/** Arguments for node. */
export function heapArguments({ memoryBytes }: ScriptLimits): string[] {
  return memoryBytes === undefined ? [] : [`--max-old-space-size=${Math.max(1, Math.floor(memoryBytes / 2 ** 20))}`];
}
