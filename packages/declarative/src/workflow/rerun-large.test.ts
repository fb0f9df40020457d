import { memory, Stepwell } from "@stepwell/core";
import { expect, test } from "vitest";
import { confFolder } from "./conf-folder.fixture.ts";
import { Workflow } from "./workflow.ts";

const legs = 10_000;

const flow = `
flow:
  params: { broken: { type: bool, default: true } }
  jobs:
    list: { stages: [{ id: l, transform: "{ 'items': [1..${legs}] }" }] }
    legs:
      needs: list
      strategy: { matrix: { n: "\${{ needs.list.outputs.value.items }}" }, fail-fast: false }
      outputs: { n: "\${{ matrix.n }}" }
      stages:
        - { id: say, echo: "leg \${{ matrix.n }} says as much as legs commonly do, so that all of them are more than a value may be" }
        - { id: work, if: "\${{ matrix.n == 7777 && params.broken }}", raise: broken }
    after: { needs: legs, stages: [{ id: last, echo: "\${{ needs.legs.outputs.n | length }}" }] }
`;

test("one leg of ten thousand that failed is executed again, alone", { timeout: 300_000 }, async () => {
  const { from } = confFolder({ "flow.yml": flow });
  await using engine = await Stepwell.open({ store: memory(), worker: {} });
  const workflow = await Workflow.fromConf("flow", { ...from, engine });
  const failed = await workflow.execute({}, { runId: "r" });
  expect(failed.errors).toMatchObject([{ path: "jobs.legs.strategies.n=7777.stages.work" }]);
  expect(JSON.stringify(failed.context.jobs.legs).length).toBeGreaterThan(1024 * 1024);
  const again = await workflow.rerun({ run: "r" }, { params: { broken: false } });
  expect(again.errors).toEqual([]);
  expect(again.status).toBe("SUCCESS");
  const ops = (await engine.handle("r").journal()).flatMap(({ op }) => (/^[^~]*\//.test(op) ? [op] : []));
  expect(ops).toEqual(["legs/n=7777/say", "after/last"]);
  expect(again.context.jobs.after?.stages?.last?.outputs.message).toBe(String(legs));
  expect(Object.keys(again.context.jobs.legs?.strategies ?? {})).toHaveLength(legs);
  // From a context alone it is a run of its own.
  const anew = await workflow.rerun({ ...again.context, info: {} }, { runId: "other", from: "after" });
  expect(anew.status).toBe("SUCCESS");
});
