/** What a script may use. Each process of it is limited by itself, as the system does it. */
import { declarativeFailure } from "../../errors.ts";
import type { Shell } from "../bound-script.ts";

export interface ScriptLimits {
  /** Address space of each process, in bytes; for JavaScript the heap. */
  readonly memoryBytes?: number;
  /** Computing time of each process, in seconds. */
  readonly cpuSeconds?: number;
}

/**
 * What is wrong with limits on a system, if it cannot hold them: Linux alone can.
 * @throws limits-not-held
 */
export function requireLimits(limits: ScriptLimits, platform: string): void {
  const [limit] = Object.keys(limits);
  if (limit !== undefined && platform !== "linux") throw declarativeFailure("limits-not-held", { limit, platform });
}

/** The commands of `sh` that set them. Node reserves far more addresses than it uses: its heap is limited instead. */
export function limitCommands({ memoryBytes, cpuSeconds }: ScriptLimits, shell: Shell): string {
  const commands: string[] = [];
  if (memoryBytes !== undefined && shell !== "js" && shell !== "ts") {
    commands.push(`ulimit -v ${Math.max(1, Math.floor(memoryBytes / 1024))} || exit 125`);
  }
  if (cpuSeconds !== undefined) {
    const seconds = Math.max(1, Math.ceil(cpuSeconds));
    // At the soft limit comes a signal with a name of its own, at the hard one the end.
    commands.push(`ulimit -t ${seconds + 1} || exit 125`, `ulimit -S -t ${seconds} || exit 125`);
  }
  return commands.map((command) => `${command}\n`).join("");
}

/** Arguments for node. */
export function heapArguments({ memoryBytes }: ScriptLimits): string[] {
  return memoryBytes === undefined ? [] : [`--max-old-space-size=${Math.max(1, Math.floor(memoryBytes / 2 ** 20))}`];
}
