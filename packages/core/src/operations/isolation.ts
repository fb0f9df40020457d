/** Where a task's body executes, and how much memory it may take there. */
import { type Bytes, readBytes } from "../model/bytes.ts";
import { failure } from "../model/errors.ts";
import { limits } from "../model/limits.ts";

const isolations: readonly unknown[] = ["inline", "thread", "process"];

/** @throws invalid-option */
export function checkIsolation(given: { readonly isolation: unknown; readonly memory: unknown }, where: string): void {
  const { isolation = "inline", memory } = given;
  const refuse = (option: string, problem: string) => failure("invalid-option", { where, option, problem });
  if (!isolations.includes(isolation)) throw refuse("isolation", 'must be "inline", "thread" or "process"');
  if (memory === undefined) return;
  if (isolation !== "process") throw refuse("memory", 'needs isolation: "process"');
  const bytes = readBytes(memory);
  if (typeof bytes === "string") throw refuse("memory", bytes);
  if (bytes < limits.processHeapLeastBytes)
    throw refuse("memory", `must be at least ${limits.processHeapLeastBytes / 2 ** 20} MB`);
}

/** Of an option that was checked. */
export function memoryBytesOf(memory: Bytes | undefined): number | undefined {
  return memory === undefined ? undefined : Number(readBytes(memory));
}
