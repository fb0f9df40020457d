import { expect, test } from "vitest";
import { workflow } from "../operations/workflow.ts";
import { openEngine } from "../testing/open-engine.ts";

test("a journal is read without its values where nobody needs them", async () => {
  const twice = workflow("twice", async (wf) => [await wf.step("one", () => "big"), await wf.step("two", () => 2)]);
  const engine = await openEngine({ workflows: [twice] });
  const run = await engine.start(twice);
  await run.result();
  const whole = await run.journal();
  const unread = await run.journal({ values: "when-read" });
  expect(unread.map((entry) => ({ ...entry }))).toEqual(whole);
  expect(JSON.stringify(unread)).toBe(JSON.stringify(whole));
  expect(whole.map(({ value }) => value)).toEqual(["big", 2]);
  expect(await run.journal({ values: false })).toEqual(whole.map((entry) => ({ ...entry, value: undefined })));
  expect((await run.journal({ values: false, after: 1 })).map(({ op }) => op)).toEqual(["two"]);
  await expect(run.journal({ values: 1 as never })).rejects.toThrow("must be true, false or");
});
