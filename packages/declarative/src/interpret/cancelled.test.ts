import { memory, Stepwell } from "@stepwell/core";
import { expect, test } from "vitest";
import { definitionWorkflow } from "./definition-workflow.ts";
import type { ResultContext } from "./records.ts";
import { definition, job, servicesOf, stage, stageTypes } from "./test-definition.fixture.ts";

const give = (id: string) => stage(id, "give", { value: {} });

test("on-failure and finally run after a failure, and finally after a cancellation", async () => {
  const flow = definition([job("a", [stage("wait", "pause", { value: "1 h" }), give("never")])], {
    onFailure: [give("tell")],
    finally: [give("clean")],
  });
  const ends: ResultContext[] = [];
  const stages = new Map(stageTypes());
  const workflow = definitionWorkflow(flow, servicesOf({ stages }), { ended: (context) => ends.push(context) });
  await using engine = await Stepwell.open({ store: memory(), workflows: [workflow] });
  const run = await engine.start(workflow, { definition: flow, params: {} });
  while ((await run.status()).status !== "waiting") await new Promise((resolve) => setImmediate(resolve));
  await run.cancel();
  await expect(run.result()).rejects.toMatchObject({ code: "run-cancelled" });
  const entries = (await run.journal()).filter(({ kind }) => kind !== "set");
  expect(entries.map(({ op }) => op)).toEqual(["", "when failed/tell", "finally/clean"]);
  expect(ends.at(-1)).toMatchObject({ status: "CANCEL", jobs: { a: { status: "CANCEL" } } });
});
