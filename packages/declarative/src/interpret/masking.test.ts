import { inspect } from "node:util";
import { memory, Stepwell } from "@stepwell/core";
import { expect, test } from "vitest";
import { declarativeFailure } from "../errors.ts";
import { reveal } from "../expressions/secret.ts";
import { ofStages, ran } from "../stages/yaml-run.fixture.ts";
import { definitionWorkflow } from "./definition-workflow.ts";
import { definition, job, servicesOf, stage, stageTypes } from "./test-definition.fixture.ts";

test("a secret is in no journal, error or log, in whatever form", async () => {
  const secret = "hunter2-s3cr3t";
  const given = "s3same-open";
  const stages = new Map(stageTypes());
  stages.set("leak", {
    key: "leak",
    value: { shape: { kind: "any" }, doc: "", example: "", template: true },
    run: (ready, s) =>
      s.step((body) => {
        const plain = String(reveal(ready.value));
        body.log(`it is ${plain}`);
        return { outputs: { plain, coded: Buffer.from(plain).toString("base64"), url: encodeURIComponent(plain) } };
      }),
  });
  const leak = (from: string) => stage(from, "leak", { value: `\${{ ${from}.TOKEN }}` });
  const params = [{ name: "TOKEN", type: "secret", required: true, at: "" }] as const;
  const flow = definition([job("a", [leak("secrets"), leak("params")])], { params });
  const services = servicesOf({ stages, secrets: new Map([["TOKEN", secret]]) });
  const workflow = definitionWorkflow(flow, services);
  await using engine = await Stepwell.open({ store: memory(), workflows: [workflow] });
  const run = await engine.start(workflow, { definition: flow, params: { TOKEN: given } });
  const outputs = await run.result();
  expect(JSON.stringify(outputs)).not.toContain(secret);
  const all = JSON.stringify([outputs, await run.journal(), await run.logs()]);
  for (const plain of [secret, given])
    for (const form of [plain, Buffer.from(plain).toString("base64").replace(/=+$/, "")])
      expect(all).not.toContain(form);
  expect(all).toContain("it is ***");
});

test("a secret is in nothing that an error carries", async () => {
  const secret = "hunter2-s3cr3t";
  const stages = new Map(stageTypes());
  stages.set("leak", {
    key: "leak",
    value: { shape: { kind: "any" }, doc: "", example: "", template: true },
    run: (_, s) =>
      s.step(() => {
        const cause = Object.assign(new Error("below"), { body: { token: secret } });
        throw Object.assign(
          declarativeFailure("script-failed", { stage: "x", how: "y", detail: secret, last: [secret] }),
          {
            cause,
            inner: new Error(`within ${secret}`),
          },
        );
      }),
  });
  const flow = definition([job("a", [stage("x", "leak")])]);
  const workflow = definitionWorkflow(flow, servicesOf({ stages, secrets: new Map([["TOKEN", secret]]) }));
  await using engine = await Stepwell.open({ store: memory(), workflows: [workflow] });
  const run = await engine.start(workflow, { definition: flow, params: {} });
  await expect(run.result()).rejects.toThrow("***");
  const kept = inspect([await run.journal(), await run.status()], {
    depth: Number.POSITIVE_INFINITY,
    showHidden: true,
  });
  expect(kept).not.toContain(secret);
  expect(kept).toContain("token: '***'");
});

test("neither is what an expression makes of one, a line of one, or one behind other text in base64", async () => {
  const key = "-----BEGIN KEY-----\nfirst-line-of-it\nlast-line-of-it\n";
  const stages = new Map(stageTypes());
  stages.set("leak", {
    key: "leak",
    value: { shape: { kind: "any" }, doc: "", example: "", template: true },
    run: (ready, s) => {
      const later = String(reveal(s.evaluate("secrets.TOKEN | title")));
      return s.step((body) => {
        const plain = String(reveal(ready.value));
        for (const line of [...plain.split("\n"), later]) body.log(`it is ${line}`);
        return { outputs: { plain, later, basic: ["", "a", "ab"].map((user) => btoa(`${user}:hunter2-s3cr3t:`)) } };
      });
    },
  });
  const text = "open ${{ secrets.TOKEN | upper }} and ${{ fromJson(secrets.MAP).in[0] }}: ${{ secrets.KEY }}";
  const flow = definition([job("a", [stage("x", "leak", { value: text })])]);
  const secrets = new Map([
    ["TOKEN", "hunter2-s3cr3t"],
    ["KEY", key],
    ["MAP", '{"in": ["wi\\u0074hin", true]}'],
  ]);
  const workflow = definitionWorkflow(flow, servicesOf({ stages, secrets }));
  await using engine = await Stepwell.open({ store: memory(), workflows: [workflow] });
  const run = await engine.start(workflow, { definition: flow, params: {} });
  await run.result();
  const all = JSON.stringify([await run.journal(), await run.logs()]);
  for (const part of [
    "hunter2",
    "HUNTER2",
    "Hunter2",
    "within",
    "-line-of-it",
    "BEGIN",
    "aHVudGVyM",
    "h1bnRlcj",
    "odW50ZXIy",
  ])
    expect(all).not.toContain(part);
  expect(all).toContain("it is open *** and ***: ***");
});

const told = [
  ["- { id: x, raise: 'no ${{ secrets.TOKEN | upper }} or ${{ secrets.TOKEN }}!' }", "no *** or ***!"],
  ["- { id: x, sleep: '${{ secrets.TOKEN }}' }", "***"],
  ["- { id: x, echo: a, retry: '${{ secrets.TOKEN }}' }", "***"],
  ["- { id: x, case: '${{ secrets.TOKEN }}', match: [{ case: a, stages: [{ echo: a }] }] }", "***"],
  ["- { id: x, trigger: '${{ secrets.TOKEN }}' }", "***"],
] as const;

test.each(told)("a stage that fails outside of a body says none: %s", async (text, said) => {
  const { context, ops } = await ran(ofStages(text), {}, { secrets: new Map([["TOKEN", "hunter2-s3cr3t"]]) });
  expect(context.errors[0]?.message).toContain(said);
  expect(inspect([context, ops], { depth: Number.POSITIVE_INFINITY })).not.toMatch(/hunter2/i);
});

test("items and legs of a secret are secrets, and the value of a case is one", async () => {
  const text = `name: test
jobs:
  each:
    stages:
      - { foreach: "\${{ fromJson(secrets.LIST) }}", stages: [{ echo: "\${{ item | upper }}" }] }
      - { case: "\${{ secrets.TOKEN }}", match: [{ case: 1-hunter, stages: [{ echo: "\${{ case | upper }}" }] }] }
  legs:
    strategy: { matrix: "\${{ fromJson(secrets.MATRIX) }}" }
    stages: [{ echo: "\${{ matrix.leg | upper }}" }]
`;
  const secrets = new Map([
    ["LIST", '["2-hunter"]'],
    ["TOKEN", "1-hunter"],
    ["MATRIX", '{"leg": ["3-hunter"]}'],
  ]);
  const { context, ops, logs } = await ran(text, {}, { secrets });
  expect(context.errors).toEqual([]);
  expect(logs).toEqual(["***", "***", "***"]);
  expect(inspect([context, ops], { depth: Number.POSITIVE_INFINITY })).not.toMatch(/\d-hunter/i);
});
