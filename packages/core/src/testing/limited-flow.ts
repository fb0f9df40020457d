/** Runs that share places: two of each key at a time, and all of them a named limit. */
import { type Workflow, workflow } from "../operations/workflow.ts";

/** Runs of one key at a time. */
export const perKey = 2;

/** @param rest how a body passes time */
export function limitedFlow(keys: number, rest: (ms: number) => Promise<void>): Workflow<number, unknown> {
  return workflow(
    {
      name: "limited",
      concurrency: { limit: perKey, key: (n: number) => `k${n % keys}` },
      limits: [{ name: "all" }],
    },
    async (wf, n: number) => {
      await wf.step("one", () => rest((n * 7) % 13));
      // Parked, it keeps its places.
      if (n % 7 === 0) await wf.sleep(1_050);
      if (n % 11 === 0) throw new RangeError("as it should");
      return await wf.step("two", () => n);
    },
  );
}
