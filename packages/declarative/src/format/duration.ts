/** Durations in a definition: bare numbers are seconds. */
import { isFailure, toMs } from "@stepwell/core";
import type { SourceNode } from "../source/node.ts";

/** Milliseconds, or what is wrong with it. */
export function readDuration(value: number | string): { ms: number } | { problem: string } {
  try {
    return { ms: toMs(typeof value === "number" ? value * 1_000 : value) };
  } catch (error) {
    if (!isFailure(error, "invalid-duration")) throw error;
    return { problem: String(error.facts.problem) };
  }
}

/** Milliseconds; undefined for what is not there, or not a duration. */
export function durationOf(node: SourceNode | undefined): number | undefined {
  if (node?.kind !== "scalar" || (typeof node.value !== "number" && typeof node.value !== "string")) return undefined;
  const read = readDuration(node.value);
  return "ms" in read ? read.ms : undefined;
}
