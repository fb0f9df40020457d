import { testKit } from "@stepwell/core/testing";
import { expect, test } from "vitest";
import { definitionsOf, loadText } from "../load/load.ts";
import { definitionWorkflow } from "./definition-workflow.ts";
import { makeServices } from "./services.ts";

const token = "{ TOKEN: '${{ secrets.TOKEN }}' }";
const places: readonly (readonly [where: string, jobs: string])[] = [
  ["a stage", `build: { stages: [{ id: s, echo: s }, { id: t, echo: t, env: ${token} }] }`],
  [
    "a job",
    `first: { stages: [{ id: s, echo: s }] }\n  build: { needs: first, env: ${token}, stages: [{ id: t, echo: t }] }`,
  ],
  [
    "a leg",
    `first: { stages: [{ id: s, echo: s }] }\n  build: { needs: first, strategy: { matrix: { n: [1, 2] } }, env: ${token}, stages: [{ id: t, echo: t }] }`,
  ],
  [
    "the condition of a job",
    `first: { stages: [{ id: s, echo: s }] }\n  build: { needs: first, if: "secrets.TOKEN != 'x'", stages: [{ id: t, echo: t }] }`,
  ],
];

test.each(places)("a retry goes on with a secret that %s was missing", async (_, jobs) => {
  const secrets = new Map<string, string>();
  const text = `name: flow\non-failure: [{ id: f, echo: failed }]\nfinally: [{ id: l, echo: last }]\njobs:\n  ${jobs}\n`;
  const definitions = definitionsOf(await loadText({ file: "flow.yml", text, format: "yaml" }));
  const [definition] = definitions;
  if (definition === undefined) throw new Error("no definition");
  const workflow = definitionWorkflow(definition, makeServices({ workspaces: "/nowhere", definitions, secrets }));
  await using kit = testKit({ workflows: [workflow] });
  const run = await kit.start(workflow, { definition, params: {} }, { id: "r" });
  const end = () => kit.result(run).then(() => "", String);
  expect(await end()).toContain('secret "TOKEN" has no value');
  await run.retry();
  expect(await end()).toContain('secret "TOKEN" has no value');
  secrets.set("TOKEN", "set by now");
  await run.retry();
  expect(await end()).toBe("");
  const ops = (await run.journal({ values: false })).filter(({ kind }) => kind !== "set").map(({ op }) => op);
  expect(ops.filter((op) => op.endsWith("/s")).length).toBe(1);
  expect(ops.filter((op) => /^when failed/.test(op)).length).toBe(2);
  expect(ops).toContain("finally (retry 2)/l");
});
