import { inspect } from "node:util";
import { memory, Stepwell } from "@stepwell/core";
import { expect, test } from "vitest";
import { declarativeFailure } from "../errors.ts";
import { reveal } from "../expressions/secret.ts";
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
