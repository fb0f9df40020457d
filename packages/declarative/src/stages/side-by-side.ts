/** Branches of a stage at the same time. */
import type { BranchResult } from "./stage-type.ts";

/** `work` for every item, so many at a time; results in order. After the first failure none is begun. */
export async function sideBySide<T>(
  items: readonly T[],
  most: number,
  work: (item: T, index: number) => Promise<BranchResult>,
): Promise<BranchResult[]> {
  const results: BranchResult[] = [];
  let next = 0;
  let failed = false;
  const lane = async (): Promise<void> => {
    while (next < items.length && !failed) {
      const index = next++;
      results[index] = await work(items[index] as T, index);
      if (results[index]?.status === "FAILED") failed = true;
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, Math.min(most, items.length)) }, lane));
  return Array.from(items, (_, n) => results[n] ?? { status: "CANCEL", outputs: {}, stages: {} });
}

/** Throws what the first branch that failed has thrown. */
export function throwFailed(results: readonly BranchResult[]): void {
  const failed = results.find(({ status }) => status === "FAILED");
  if (failed !== undefined) throw failed.error;
}
