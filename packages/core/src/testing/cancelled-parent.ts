/** A parent for tests of retries: run "p" of workflow "parent", cancelled at a point of theirs; its children may still end. */
import { expect } from "vitest";
import type { Stepwell } from "../engine/engine.ts";
import type { RunHandle } from "../engine/handle.ts";
import { until } from "./until.ts";

export async function cancelledParent(
  engine: Stepwell,
  ...[what, reached]: Parameters<typeof until>
): Promise<RunHandle<unknown>> {
  const run = await engine.start("parent", undefined, { id: "p" });
  await until(what, reached);
  await run.cancel();
  await expect(run.result()).rejects.toThrow();
  return run;
}

export async function bothWait(engine: Stepwell): Promise<boolean> {
  return (await engine.count({ status: "waiting" })) === 2;
}
