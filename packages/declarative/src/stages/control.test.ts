import { expect, test } from "vitest";
import { ofStages, ran } from "./yaml-run.fixture.ts";

const stagesOf = async (stages: string) => {
  const { context, ops } = await ran(ofStages(stages));
  return { job: context.jobs.job, ops, errors: context.errors };
};

test("try: what fails is caught, what is last is done, and the stage succeeds", async () => {
  const { job, ops } = await stagesOf(`
- id: safe
  try:
    - id: bad
      raise: broken pipe
    - echo: never
  catch:
    - id: said
      echo: "\${{ error.name }}: \${{ error.message }}"
  finally:
    - id: last
      echo: done`);
  expect(job?.stages?.safe).toMatchObject({ status: "SUCCESS", outputs: { message: "done" } });
  expect(ops).toEqual(["job/safe/catch/said", "job/safe/finally/last"]);
});

test("try without catch fails after its finally", async () => {
  const { job, ops } = await stagesOf("- id: t\n  try:\n    - raise: no\n  finally:\n    - echo: tidy");
  expect(job).toMatchObject({ status: "FAILED", errors: [{ name: "WorkflowRaised", message: "no" }] });
  expect(ops).toEqual(["job/t/finally/echo"]);
});

test("parallel: branches by name, each knowing its own", async () => {
  const { job } = await stagesOf(`
- id: both
  parallel:
    left: [{ echo: "I am \${{ branch }}" }]
    right: [{ echo: "I am \${{ branch }}" }]`);
  expect(job?.stages?.both?.outputs).toEqual({ left: { message: "I am left" }, right: { message: "I am right" } });
});

test("foreach: lists and maps, outputs as lists in order", async () => {
  const { job } = await stagesOf(`
- id: list
  foreach: [a, b, c]
  concurrent: 2
  stages: [{ echo: "\${{ loop.index }} \${{ item }} of \${{ loop.count }}" }]
- id: map
  foreach: { x: 1, y: 2 }
  stages: [{ echo: "\${{ item.key }}=\${{ item.value }}" }]
- id: none
  foreach: \${{ fromJson('[]') }}
  stages: [{ echo: never }]
- id: wrong
  foreach: \${{ 5 }}
  stages: [{ echo: never }]`);
  expect(job?.stages?.list?.outputs).toEqual({ message: ["0 a of 3", "1 b of 3", "2 c of 3"] });
  expect(job?.stages?.map?.outputs).toEqual({ message: ["x=1", "y=2"] });
  expect(job?.stages?.none?.status).toBe("SKIP");
  expect(job?.stages?.wrong?.errors).toMatchObject([
    { code: "stage-value", message: "foreach goes through a list or a map, not a number" },
  ]);
});

test("until: again and again, with what the last round gave, and not for ever", async () => {
  const { job, errors } = await stagesOf(`
- id: count
  until: item == 4
  item: 1
  stages:
    - id: next
      echo: "\${{ item }}"
      outputs: { item: "\${{ case(item == 1, 2, item == 2, 3, 4) }}" }
- id: never
  until: "false"
  max-loop: 3
  stages: [{ echo: round }]`);
  expect(job?.stages?.count).toMatchObject({ status: "SUCCESS", outputs: { message: "3", item: 4 } });
  expect(errors).toMatchObject([{ code: "loop-too-long", message: expect.stringContaining("3 rounds") }]);
});

test("case: the branch that is equal, else, skip or failure", async () => {
  const size = (value: string, rest: string) => `
- id: c
  case: ${value}
  match:
    - case: small
      stages: [{ echo: little }]
    - case: [large, "7"]
      stages: [{ echo: "much, \${{ case }}" }]
${rest}`;
  expect((await stagesOf(size("large", ""))).job?.stages?.c?.outputs).toEqual({ message: "much, large" });
  expect((await stagesOf(size("${{ 7 }}", ""))).job?.stages?.c?.outputs).toEqual({ message: "much, 7" });
  expect((await stagesOf(size("odd", "  else: [{ echo: other }]"))).job?.outputs).toEqual({ message: "other" });
  expect((await stagesOf(size("odd", "  skip-not-match: true"))).job?.stages?.c?.status).toBe("SKIP");
  expect((await stagesOf(size("odd", ""))).errors).toMatchObject([{ code: "no-case-matches" }]);
});

test("trigger: another workflow as a child, with its params; circles are refused", async () => {
  const { context } = await ran(`
parent:
  jobs:
    job:
      stages:
        - id: child
          trigger: child
          params: { n: 4 }
child:
  params: { n: int }
  outputs: { twice: "\${{ jobs.work.outputs.message }}" }
  jobs:
    work:
      stages: [{ echo: "n is \${{ params.n }}" }]`);
  expect(context.jobs.job?.stages?.child?.outputs).toEqual({ twice: "n is 4" });
  const { context: wrong } = await ran(`
parent:
  jobs:
    a: { stages: [{ id: t, trigger: child, params: { m: 1 } }] }
    b: { stages: [{ id: t, trigger: chidl }] }
    c: { stages: [{ id: t, trigger: parent }] }
child:
  params: { n: int }
  jobs: { work: { stages: [{ echo: hi }] } }`);
  expect(wrong.errors.map(({ code }) => code)).toEqual(["params-invalid", "unknown-workflow-name", "trigger-cycle"]);
});

test.each([
  ["until: true, max-loop", "stages: [{ echo: hi }]", "100,000"],
  ["foreach: [1, 2], concurrent", "stages: [{ echo: hi }]", "10,000"],
  ["parallel: { x: [{ echo: hi }] }, max-workers", "", "10,000"],
])("%s: what is computed has to be a whole number", async (key, rest, most) => {
  const of = (value: string) => `
w:
  params: { n: { type: str, default: ${value} } }
  jobs: { a: { stages: [{ id: s, ${key}: "\${{ params.n }}"${rest === "" ? "" : `, ${rest}`} }] } }`;
  for (const value of ["many", '""', "0", "2.5", "-1", '"1000000"']) {
    const { context } = await ran(of(value));
    const message = `${key.split(" ").at(-1)} of stage "s" must be a whole number from 1 to ${most}, not ${JSON.stringify(JSON.parse(value.startsWith('"') ? value : `"${value}"`))}`;
    expect(context.errors).toMatchObject([{ code: "stage-value", message }]);
  }
  expect((await ran(of('"2"'))).context.status).toBe("SUCCESS");
});

test("a secret is not handed on as a param", async () => {
  const text = `
parent:
  jobs: { a: { stages: [{ id: t, trigger: child, params: { n: "\${{ secrets.TOKEN }}" } }] } }
child:
  params: { n: str }
  jobs: { work: { stages: [{ echo: hi }] } }`;
  const { context } = await ran(text, {}, { secrets: new Map([["TOKEN", "very-secret"]]) });
  expect(context.errors.map(({ code }) => code)).toEqual(["secret-not-passed"]);
});
