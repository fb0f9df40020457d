import { expect, test } from "vitest";
import { definitionsOf, loadText } from "../load/load.ts";
import { runnableStages } from "../stages/table.ts";
import { type PlanOptions, planDefinition } from "./plan-definition.ts";

const surroundings: PlanOptions = {
  secrets: new Set(),
  vars: {},
  program: () => true,
  workflows: new Set(),
  runnable: new Set(runnableStages.map(({ key }) => key)),
  now: new Date("2026-03-27T12:00:00Z"),
  deployed: "none",
};

async function load(text: string) {
  const [definition] = definitionsOf(await loadText({ file: "f.yml", text, format: "yaml" }, { python: false }));
  if (definition === undefined) throw new Error("no definition");
  return definition;
}

async function planned(text: string, options: Partial<PlanOptions> = {}) {
  return await planDefinition(await load(text), { ...surroundings, ...options });
}

const job = (text: string) =>
  `name: f\nparams: { envs: { type: array, default: [a, b] } }\njobs:\n  one:\n    ${text}\n    stages: [{ echo: hi }]\n`;

test("legs of a matrix that is written, or computed from params, are listed", async () => {
  const written = await planned(job("strategy: { matrix: { os: [mac, linux], n: [1, 2] } }"));
  expect(written.jobs[0]?.legs).toEqual({
    known: true,
    ids: ["os=mac,n=1", "os=mac,n=2", "os=linux,n=1", "os=linux,n=2"],
  });
  const computed = await planned(job("strategy: { matrix: { env: '${{ params.envs }}' } }"), {
    params: { envs: ["x"] },
  });
  expect(computed.jobs[0]?.legs).toEqual({ known: true, ids: ["env=x"] });
});

test("a matrix that is known in the run only says what it is computed from", async () => {
  const { jobs } = await planned(
    "name: f\njobs:\n  find: { stages: [{ id: a, bash: x }] }\n  use:\n    needs: find\n    strategy: { matrix: '${{ fromJson(needs.find.outputs.legs) }}' }\n    stages: [{ echo: hi }]\n",
  );
  expect(jobs[1]).toMatchObject({ needs: ["find"], legs: { known: false, from: ["needs.find.outputs.legs"] } });
});

test("a matrix that comes to nonsense with these params is missing something", async () => {
  const text = job("strategy: { matrix: { env: '${{ params.envs[0] }}' } }");
  const { missing, jobs } = await planned(text);
  expect(jobs[0]).not.toHaveProperty("legs");
  expect(missing).toMatchObject([{ kind: "matrix", name: "one", at: "f.yml:4" }]);
});

test("params are shown as a run would have them; what is wrong with any of them is missing", async () => {
  const text =
    "name: f\nparams:\n  n: int\n  day: { type: date, default: 2026-01-31 }\n  key: secret\njobs: { a: { stages: [{ echo: hi }] } }\n";
  const right = await planned(text, { params: { n: "7", key: "hush" } });
  expect(right.missing).toEqual([]);
  expect(right.params).toEqual([
    { name: "n", type: "int", value: 7, from: "given" },
    { name: "day", type: "date", value: "2026-01-31", from: "default" },
    { name: "key", type: "secret", value: "***", from: "given" },
  ]);
  expect(JSON.stringify(right)).not.toContain("hush");
  const wrong = await planned(text, { params: { n: "many", nn: 1 } });
  expect(wrong.missing.map(({ kind, name, at }) => [kind, name, at])).toEqual([
    ["param", "n", "f.yml:3"],
    ["param", "key", "f.yml:5"],
    ["param", "nn", "f.yml:1"],
  ]);
  expect(wrong.params[2]).toEqual({ name: "key", type: "secret", from: "none" });
  expect(wrong.params[1]).toEqual({ name: "day", type: "date", value: "2026-01-31", from: "default" });
  expect(wrong.params[0]).toEqual({ name: "n", type: "int", value: "many", from: "given" });
});

test("the next fire times of each schedule, in its own zone", async () => {
  const { schedules, triggers } = await planned(
    'name: f\non:\n  - cron: "0 9 * * *"\n    timezone: Europe/Berlin\n  - cron: "0 0 1 1 * 2027"\n  - manual: true\n  - event: paid\n    match: event.n > 2\n  - workflow: other\n    status: FAILED\njobs: { a: { stages: [{ echo: hi }] } }\n',
  );
  expect(schedules).toMatchObject([
    // The clocks go forward on the 29th.
    {
      cron: "0 9 * * *",
      timezone: "Europe/Berlin",
      next: [
        "2026-03-28T08:00:00.000Z",
        "2026-03-29T07:00:00.000Z",
        "2026-03-30T07:00:00.000Z",
        "2026-03-31T07:00:00.000Z",
        "2026-04-01T07:00:00.000Z",
      ],
    },
    { timezone: "UTC", next: ["2027-01-01T00:00:00.000Z"] },
  ]);
  expect(triggers).toEqual(["manual", "event paid if event.n > 2", "workflow other FAILED"]);
});

const needy = `name: f
jobs:
  a:
    if: vars.REGION == 'eu'
    env: { KEY: "\${{ secrets.KEY }}" }
    stages:
      - until: secrets.FLAG == 'on'
        stages:
          - bash: echo \${{ secrets.TOKEN }} "\${{ vars.MAYBE? }}"
      - shell: python
        run: x = 1
      - trigger: childs
      - docker: alpine:3
`;

test("what is asked for and not there, each once, with its first place", async () => {
  const missing = async (options: Partial<PlanOptions>) =>
    (await planned(needy, options)).missing.map(({ kind, name, at }) => `${kind} ${name} ${at}`);
  expect(await missing({ program: () => false, workflows: new Set(["child"]), secrets: new Set(["OTHER"]) })).toEqual([
    "variable REGION f.yml:3",
    "secret KEY f.yml:3",
    "secret FLAG f.yml:7",
    "secret TOKEN f.yml:9",
    "program bash f.yml:9",
    "program python3 f.yml:10",
    "workflow childs f.yml:12",
    ...(surroundings.runnable.has("docker") ? ["program docker f.yml:13"] : ["stage docker f.yml:13"]),
  ]);
  expect(
    await missing({
      secrets: new Set(["TOKEN", "key", "flag"]),
      vars: { region: "eu" },
      workflows: new Set(["childs"]),
      runnable: new Set([...surroundings.runnable, "docker"]),
    }),
  ).toEqual([]);
});

test("secrets that a definition declares are asked for, used or not", async () => {
  const { missing } = await planned("name: f\nsecrets: [A, B]\njobs: { a: { stages: [{ echo: hi }] } }\n", {
    secrets: new Set(["A"]),
  });
  expect(missing).toEqual([
    {
      kind: "secret",
      name: "B",
      problem: "secret B has no value",
      cure: "stepwell secrets set B < FILE, or set STEPWELL_SECRET_B",
      at: "f.yml:1",
    },
  ]);
});

test("a name that is near one that is there is said", async () => {
  const { missing } = await planned(needy, { workflows: new Set(["child"]) });
  expect(missing.find(({ kind }) => kind === "workflow")?.cure).toBe('did you mean "child"?');
});

test("tasks that nobody has registered", async () => {
  const text = "name: f\njobs: { a: { stages: [{ uses: orders/load@v1 }, { uses: orders/lod@v1 }] } }\n";
  const runnable = new Set(["uses"]);
  const { missing } = await planned(text, { runnable, task: (name) => name === "orders/load@v1" });
  expect(missing).toMatchObject([{ kind: "task", name: "orders/lod@v1" }]);
  expect((await planned(text, { runnable })).missing).toEqual([]);
});

test("stages below stages are counted", async () => {
  const { jobs, maxParallel } = await planned(needy, { maxJobParallel: 7 });
  expect(jobs[0]?.stages.map(({ id, below }) => [id, below])).toContainEqual(["until", 1]);
  expect(maxParallel).toBe(7);
});

test("against what is deployed: the same wherever it stands in its file, or what differs", async () => {
  const deployed = async (text: string) => ({ definition: await load(text), version: 3 });
  const now = await planned(needy, { deployed: await deployed(`# a comment\n\n${needy}`) });
  expect(now.deployed).toEqual({ state: "same", version: 3 });
  expect((await planned(needy)).deployed).toEqual({ state: "new" });
  expect((await planned(needy, { deployed: "unknown" })).deployed).toEqual({ state: "unknown" });
  const other = await planned(needy, { deployed: await deployed(needy.replace("x = 1", "x = 2")) });
  expect(other.deployed).toMatchObject({
    state: "changed",
    version: 3,
    differences: [{ path: "jobs.a.stages.run.run", kind: "changed", before: "x = 2", after: "x = 1" }],
  });
  const text = "name: f\njobs: { a: { stages: [{ uses: orders/load@v1 }] } }\n";
  const before = { ...(await deployed(text)), tasks: { "orders/load@v1": "a" } };
  expect((await planned(text, { deployed: before, tasks: { "orders/load@v1": "b" } })).deployed).toEqual({
    state: "changed",
    version: 3,
    differences: [],
    movedTasks: ["orders/load@v1"],
  });
  expect((await planned(text, { deployed: before, tasks: {} })).deployed).toMatchObject({ state: "same" });
});
