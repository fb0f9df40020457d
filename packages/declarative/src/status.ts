/** How a workflow, a job, a leg or a stage stands, in the words of definitions and their results. */
import type { RunState } from "@stepwell/core";

export const statuses = ["SUCCESS", "FAILED", "SKIP", "CANCEL", "WAIT"] as const;

/** `WAIT`: it has not ended. A time limit is `FAILED` with an error named `WorkflowTimeoutError`. */
export type Status = (typeof statuses)[number];

/** What a whole comes to from its parts that have ended; of no parts: `SUCCESS`. */
export function combine(parts: readonly Status[]): Status {
  if (parts.includes("FAILED")) return "FAILED";
  if (parts.includes("CANCEL")) return "CANCEL";
  if (parts.includes("WAIT")) return "WAIT";
  return parts.length > 0 && parts.every((part) => part === "SKIP") ? "SKIP" : "SUCCESS";
}

/** The word for a run's state. A completed run whose jobs were all skipped is `SKIP`: its jobs say so, not its state. */
export function statusOf(run: RunState): Status {
  switch (run) {
    case "completed":
      return "SUCCESS";
    case "failed":
    case "timed_out":
      return "FAILED";
    case "cancelled":
      return "CANCEL";
    default:
      return "WAIT";
  }
}
