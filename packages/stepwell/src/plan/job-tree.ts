/** Jobs as a tree: each below the last of those that it needs. */
import type { PlannedJob } from "@stepwell/declarative";

export interface JobRow {
  readonly job: PlannedJob;
  /** What stands left of its name: branches of the tree. */
  readonly branch: string;
  /** The same for lines below its own. */
  readonly below: string;
  /** What it needs besides the job above it. */
  readonly also: readonly string[];
}

/** @param marks false for terminals that have none of the signs */
export function jobTree(jobs: readonly PlannedJob[], { marks }: { readonly marks: boolean }): JobRow[] {
  const order = new Map(jobs.map(({ id }, at) => [id, at]));
  const parentOf = ({ needs }: PlannedJob): string | undefined =>
    [...needs].sort((a, b) => (order.get(b) ?? 0) - (order.get(a) ?? 0))[0];
  const children = Map.groupBy(jobs, parentOf);
  const [fork, last, line] = marks ? ["├ ", "└ ", "│ "] : ["  ", "  ", "  "];
  const rows: JobRow[] = [];
  const add = (job: PlannedJob, at: { readonly branch: string; readonly below: string }): void => {
    const parent = parentOf(job);
    const under = children.get(job.id) ?? [];
    const hangs = under.length > 0 ? line : "  ";
    rows.push({ job, branch: at.branch, below: at.below + hangs, also: job.needs.filter((id) => id !== parent) });
    for (const [n, child] of under.entries()) {
      const isLast = n === under.length - 1;
      add(child, { branch: at.below + (isLast ? last : fork), below: at.below + (isLast ? "  " : line) });
    }
  };
  for (const job of children.get(undefined) ?? []) add(job, { branch: "", below: "" });
  return rows;
}
