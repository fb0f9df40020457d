/** Whether a job may run, by how the jobs that it needs have ended. */
import type { TriggerRule } from "../definition/job.ts";

/** What `needs.X.result` says. */
export type Result = "success" | "failure" | "skipped" | "cancelled";

/** Undefined when the rule is met, else why not. */
export function hindrance(rule: TriggerRule, needs: ReadonlyMap<string, Result>): string | undefined {
  const which = (...results: readonly Result[]) => [...needs].filter(([, result]) => results.includes(result));
  const unwanted = (found: readonly (readonly [string, Result])[]): string | undefined =>
    found.length === 0 ? undefined : `${rule}: ${found.map(([id, result]) => `${id} is ${result}`).join(", ")}`;
  const lacking = (wanted: Result): string | undefined =>
    which(wanted).length > 0 || needs.size === 0 ? undefined : `${rule}: no job it needs is ${wanted}`;
  switch (rule) {
    case "all_success":
      return unwanted(which("failure", "skipped", "cancelled"));
    case "all_failed":
      return needs.size === 0 ? undefined : unwanted(which("success", "skipped", "cancelled"));
    case "one_failed":
      return needs.size === 0 ? `${rule}: it needs no job` : lacking("failure");
    case "one_success":
      return lacking("success");
    case "none_failed":
      return unwanted(which("failure", "cancelled"));
    case "none_skipped":
      return unwanted(which("skipped"));
    case "all_done":
    case "always":
      return undefined;
  }
}
