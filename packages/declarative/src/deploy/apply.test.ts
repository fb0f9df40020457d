import { memory, Stepwell } from "@stepwell/core";
import { expect, onTestFinished, test } from "vitest";
import { definitionsOf, loadText } from "../load/load.ts";
import { applyChanges, deployChanges } from "./apply.ts";
import { Deployments } from "./deployments.ts";

async function store() {
  const engine = await Stepwell.open({ store: memory(), worker: false });
  onTestFinished(() => engine.close());
  return { documents: engine.documents, deployments: new Deployments(engine.documents) };
}

async function load(text: string) {
  return definitionsOf(await loadText({ file: "all.yml", text, format: "yaml" }));
}

const now = new Date("2026-01-01T00:00:00Z");

async function apply(deployments: Deployments, text: string, prune = false) {
  const changes = await deployChanges(await load(text), deployments, { prune });
  await applyChanges(changes, deployments, { now, fileOf: ({ at }) => at });
  return changes.map(({ action, name, version }) => `${action} ${name} ${version}`);
}

const one = (message: string) => `one:\n  jobs: { a: { stages: [{ id: x, echo: ${message} }] } }\n`;
const two = "two:\n  jobs: { a: { stages: [{ echo: hi }] } }\n";

test("creates, updates, leaves alone; a second time nothing is left to do", async () => {
  const { deployments } = await store();
  expect(await apply(deployments, one("a") + two)).toEqual(["create one 1", "create two 1"]);
  expect(await apply(deployments, one("a") + two)).toEqual(["none one 1", "none two 1"]);
  expect(await apply(deployments, `# further down\n${one("b")}${two}`)).toEqual(["update one 2", "none two 1"]);
  expect(await deployments.find("one")).toMatchObject({ version: 2, file: "all.yml:3", earlier: [{ version: 1 }] });
  expect((await deployments.definition("one"))?.definition.jobs[0]?.stages[0]?.value).toBe("b");
  expect((await deployments.definitions()).map(({ name }) => name)).toEqual(["one", "two"]);
});

test("what the files do not have is kept, or removed when that is wanted", async () => {
  const { deployments } = await store();
  await apply(deployments, one("a") + two);
  expect(await apply(deployments, two)).toEqual(["keep one 1", "none two 1"]);
  const { hash } = (await deployments.find("one")) ?? { hash: "" };
  expect(await apply(deployments, two, true)).toEqual(["remove one 1", "none two 1"]);
  expect(await deployments.names()).toEqual(["two"]);
  expect(await deployments.content(hash)).toBeUndefined();
});

test("schedules and limits change together with their definition", async () => {
  const { deployments } = await store();
  const text = (limit: number) =>
    `one:
  on: [{ cron: "0 9 * * *", timezone: Europe/Berlin }, { interval: daily, time: "10:30" }, { manual: true }]
  concurrency: { group: "orders-\${{ params.n }}", limit: ${limit} }
  params: { n: int }
  jobs:
    a: { concurrency: { group: gpu, limit: 3 }, stages: [{ echo: hi }] }
    b: { concurrency: { group: gpu, limit: 3 }, stages: [{ echo: hi }] }
`;
  await apply(deployments, text(2));
  expect(await deployments.find("one")).toMatchObject({
    schedules: [
      { cron: "0 9 * * *", timezone: "Europe/Berlin" },
      { cron: "30 10 * * *", timezone: "UTC" },
    ],
    limits: [
      { of: "runs", group: "orders-${{ params.n }}", limit: 2 },
      { of: "jobs", group: "gpu", limit: 3 },
    ],
  });
  await apply(deployments, text(5));
  expect((await deployments.find("one"))?.limits[0]).toMatchObject({ limit: 5 });
});

test("a process that dies before all is on disk leaves what was there, and the next time it is done", async () => {
  const { documents, deployments } = await store();
  await apply(deployments, one("a"));
  const dying = new Deployments({
    ...documents,
    change: (fn) =>
      documents.change(async (changing) => {
        await fn(changing);
        throw new Error("killed");
      }),
  });
  await expect(apply(dying, one("b"))).rejects.toThrow("killed");
  expect((await documents.list("definition-content")).items).toHaveLength(1);
  expect((await deployments.definition("one"))?.definition.jobs[0]?.stages[0]?.value).toBe("a");
  expect(await apply(deployments, one("b"))).toEqual(["update one 2"]);
});

test("of two who apply at once none gets the other's version, and none is lost", async () => {
  const { documents, deployments } = await store();
  await apply(deployments, one("a"));
  /** Another one comes in between reading and writing, once. */
  const late = (text: string): Deployments => {
    let other: string | undefined = text;
    return new Deployments({
      ...documents,
      change: (fn) =>
        documents.change(async (changing) => {
          const result = await fn(changing);
          const between = other;
          other = undefined;
          if (between !== undefined) await apply(deployments, between);
          return result;
        }),
    });
  };
  const changes = await deployChanges(await load(one("mine")), deployments);
  expect(changes).toMatchObject([{ action: "update", version: 2 }]);
  expect(await applyChanges(changes, late(one("theirs")), { now, fileOf: ({ at }) => at })).toMatchObject([
    { action: "update", name: "one", version: 3 },
  ]);
  const head = await deployments.find("one");
  expect([head?.version, head?.earlier.map(({ version }) => version)]).toEqual([3, [2, 1]]);
  const messages = [head, ...(head?.earlier ?? [])].map(async (each) => {
    const content = await deployments.content(each?.hash ?? "");
    return content?.jobs[0]?.stages[0]?.value;
  });
  expect(await Promise.all(messages)).toEqual(["mine", "theirs", "a"]);
  // The same thing twice at once is one version.
  await apply(late(one("same")), one("same"));
  expect(await deployments.find("one")).toMatchObject({ version: 4 });
  // What another has just deployed goes as a whole, or stays.
  expect(await late(one("last")).remove("one")).toBe(true);
  expect([await deployments.names(), (await documents.list("definition-content")).items]).toEqual([[], []]);
});

test("a definition whose content is lost is deployed again", async () => {
  const { documents, deployments } = await store();
  await apply(deployments, one("a"));
  await documents.remove({ kind: "definition-content", name: (await deployments.find("one"))?.hash ?? "" });
  expect(await deployments.definition("one")).toBeUndefined();
  expect(await apply(deployments, one("a"))).toEqual(["create one 2"]);
  expect(await deployments.definition("one")).toMatchObject({ version: 2 });
});

test("a task whose tag has moved is a change, and what cannot be looked at is none", async () => {
  const { deployments } = await store();
  const definitions = await load("one:\n  jobs: { a: { stages: [{ uses: orders/load@v1 }] } }\n");
  const apply = async (tasks: Readonly<Record<string, string>>) => {
    const options = { tasksOf: () => tasks };
    const changes = await deployChanges(definitions, deployments, options);
    await applyChanges(changes, deployments, { now, fileOf: ({ at }) => at, ...options });
    return changes;
  };
  await apply({ "orders/load@v1": "a" });
  expect(await apply({ "orders/load@v1": "a" })).toMatchObject([{ action: "none" }]);
  expect(await apply({})).toMatchObject([{ action: "none" }]);
  expect(await apply({ "orders/load@v1": "b" })).toMatchObject([
    { action: "update", version: 2, differences: [], movedTasks: ["orders/load@v1"] },
  ]);
  expect(await deployments.definition("one")).toMatchObject({ version: 2, tasks: { "orders/load@v1": "b" } });
});

test("twenty versions are kept, and one that comes back is not lost", async () => {
  const { documents, deployments } = await store();
  for (let n = 0; n < 30; n++) await apply(deployments, one(n === 29 ? "m0" : `m${n}`));
  const head = await deployments.find("one");
  expect(head).toMatchObject({ version: 30 });
  expect(head?.earlier.map(({ version }) => version)).toEqual(Array.from({ length: 20 }, (_, n) => 29 - n));
  expect((await documents.list("definition-content", { limit: 200 })).items).toHaveLength(21);
  for (const { hash } of [head, ...(head?.earlier ?? [])].flatMap((each) => each ?? []))
    expect(await deployments.content(hash)).toBeDefined();
});

test("what a newer version has deployed is not guessed at", async () => {
  const { documents, deployments } = await store();
  await documents.put({ kind: "definition", name: "one" }, { format: 2 });
  await expect(deployments.find("one")).rejects.toMatchObject({ code: "deployment-unreadable" });
});
