import { expect, test } from "vitest";
import { definitionsOf, loadText } from "../load/load.ts";
import { differencesOf } from "./differences.ts";

async function differences(before: string, after: string) {
  const load = async (jobs: string) => {
    const [found] = definitionsOf(await loadText({ file: "f.yml", text: `name: f\n${jobs}`, format: "yaml" }));
    if (found === undefined) throw new Error("no definition");
    return found;
  };
  return differencesOf(await load(before), await load(after));
}

const jobs = "jobs:\n  a: { stages: [{ id: x, echo: one }, { id: y, echo: two }] }\n  b: { stages: [{ echo: b }] }\n";

test("says nothing of places, and of the order of keys", async () => {
  expect(await differences(jobs, `\n\n${jobs.replace("{ id: x, echo: one }", "{ echo: one, id: x }")}`)).toEqual([]);
});

test("names jobs, stages and keys as they are written", async () => {
  const after = `jobs:
  a:
    timeout: 2 min
    continue-on-error: true
    stages: [{ id: x, echo: uno, retry: 2 }, { id: y, echo: two }]
  c: { stages: [{ echo: c }] }
`;
  expect(await differences(jobs, after)).toEqual(
    [
      { path: "jobs.a.stages.x.retry", kind: "added", after: expect.objectContaining({ "max-attempts": 3 }) },
      { path: "jobs.a.stages.x.echo", kind: "changed", before: "one", after: "uno" },
      { path: "jobs.a.continue-on-error", kind: "changed", before: false, after: true },
      { path: "jobs.a.timeout", kind: "added", after: "2m 00s" },
      { path: "jobs.c", kind: "added" },
      { path: "jobs.b", kind: "removed" },
    ].map((one) => expect.objectContaining(one)),
  );
});

test("the order of stages is a difference of its own", async () => {
  const after = jobs.replace(
    "{ id: x, echo: one }, { id: y, echo: two }",
    "{ id: y, echo: two }, { id: x, echo: one }",
  );
  expect(await differences(jobs, after)).toEqual([
    { path: "jobs.a.stages", kind: "moved", before: ["x", "y"], after: ["y", "x"] },
  ]);
});

test("a stage of another type", async () => {
  const before = "jobs:\n  a: { stages: [{ id: x, echo: one }] }\n";
  const after = "jobs:\n  a: { stages: [{ id: x, sleep: 1 }] }\n";
  expect(await differences(before, after)).toMatchObject([
    { path: "jobs.a.stages.x.sleep", kind: "added", after: 1 },
    { path: "jobs.a.stages.x.echo", kind: "removed", before: "one" },
  ]);
});
