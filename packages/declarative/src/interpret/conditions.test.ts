import { expect, test } from "vitest";
import { definition, execute, job, servicesOf, stage, stageTypes } from "./test-definition.fixture.ts";

const give = (id: string) => stage(id, "give", { value: {} });

test("a condition that reads the results of all needs decides by itself, though one has failed", async () => {
  const all = { needs: ["build", "test"] };
  const flow = definition([
    job("build", [stage("compile", "fail")]),
    job("test", [give("check")]),
    job("alarm", [give("ring")], { ...all, if: "contains(needs.*.result, 'failure')" }),
    job("party", [give("dance")], { ...all, if: "!contains(needs.*.result, 'failure')" }),
  ]);
  const { context } = await execute(flow);
  expect(context.jobs.alarm?.status).toBe("SUCCESS");
  expect(context.jobs.party).toMatchObject({
    status: "SKIP",
    info: {
      reason:
        "if: !contains(needs.*.result, 'failure'): contains(needs.*.result, 'failure') is true, needs.*.result is [\"failure\",\"success\"]",
    },
  });
});

test.each(["params.n > 2", "${{ params.n > 2 }}", "${{ params.n }} > 2", "'${{ params.n }}' == '3'"])(
  "a stage type evaluates %s, in every form that conditions have",
  async (condition) => {
    const found: unknown[] = [];
    const stages = new Map(stageTypes());
    stages.set("ask", {
      key: "ask",
      value: { shape: { kind: "expression" }, doc: "", example: "" },
      run: async (ready, s) => {
        found.push(s.evaluate(String(ready.value)), s.evaluate("item == 'x'", { item: "x" }));
        return { outputs: {} };
      },
    });
    const flow = definition([job("a", [stage("ask", "ask", { value: condition })])]);
    await execute(flow, { services: servicesOf({ stages }), input: { params: { n: 3 } } });
    expect(found).toEqual([true, true]);
  },
);

test("decimals and times of params compare as what they stand for", async () => {
  const params = (["decimal", "datetime"] as const).map((type) => ({ name: type, type, required: true, at: "" }));
  const flow = definition(
    [job("a", [give("one")], { if: "params.decimal == 1.5 && params.datetime < '2026-01-01T00:00:01Z'" })],
    { params },
  );
  const input = { params: { decimal: "1.50", datetime: "2026-01-01T07:00:00+07:00" } };
  const { context } = await execute(flow, { input });
  expect(context.status).toBe("SUCCESS");
});
