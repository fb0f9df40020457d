import { memory, Stepwell, workflow } from "@stepwell/core";
import { expect, test } from "vitest";

// Backlog 5: start_workflow blocks while the workflow executes.
test("a start cannot wait for its run, nor one run for another", async () => {
  let executing = 0;
  let most = 0;
  const release = Promise.withResolvers<void>();
  const flow = workflow("flow", (wf) =>
    wf.step("waits", async () => {
      most = Math.max(most, ++executing);
      if (executing === 500) release.resolve();
      await release.promise;
    }),
  );
  await using engine = await Stepwell.open({ store: memory(), workflows: [flow] });
  // Each body ends only once all of them execute: had one start or run waited for another, none would.
  const handles = [];
  for (let n = 0; n < 500; n++) handles.push(await engine.start(flow));
  await Promise.all(handles.map((handle) => handle.result()));
  expect(most).toBe(500);
});
