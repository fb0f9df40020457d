import { memory, Stepwell } from "@stepwell/core";
import { expect, test } from "vitest";
import { definitionWorkflow } from "./definition-workflow.ts";
import { definition, job, servicesOf, stage, stageTypes } from "./test-definition.fixture.ts";

test("a retry of the run executes the stage that failed, though others have ended after it", async () => {
  const noted: string[] = [];
  let broken = true;
  const stages = new Map(stageTypes((text) => noted.push(text)));
  stages.set("flaky", {
    key: "flaky",
    value: { shape: { kind: "any" }, doc: "", example: "", template: true },
    run: async (_, s) => {
      const outputs = await s.step(() => {
        noted.push("flaky");
        if (broken) throw new RangeError("not yet");
        return { well: true };
      });
      return { outputs };
    },
  });
  const give = (id: string) => stage(id, "give", { value: {} });
  const flow = definition(
    [
      job("before", [give("first")]),
      job("bad", [stage("f", "flaky"), give("next")]),
      job("beside", [give("one"), give("two")]),
      job("after", [give("tidy")], { needs: ["bad"], if: "always()" }),
    ],
    { finally: [give("last")] },
  );
  const workflow = definitionWorkflow(flow, servicesOf({ stages }));
  await using engine = await Stepwell.open({ store: memory(), workflows: [workflow] });
  const run = await engine.start(workflow, { definition: flow, params: {} });
  await expect(run.result()).rejects.toMatchObject({ cause: { code: "workflow-failed", cause: { step: "bad/f" } } });
  noted.length = 0;
  broken = false;
  await run.retry();
  await run.result();
  // What has succeeded is taken from the journal; what followed the failure follows what is begun anew.
  expect(noted).toEqual(["flaky", "next 1", "tidy 1", "last 1"]);
});
