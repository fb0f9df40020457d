import { describe, expect, it } from "vitest";
import { encryption } from "../model/value/encryption.ts";
import { workflow } from "../operations/workflow.ts";
import { openEngine } from "../testing/open-engine.ts";
import type { RunExport } from "./run-document.ts";

const child = workflow("child", (wf, n: number) => wf.step("double", () => n * 2));

/** As it travels. */
const sent = (document: RunExport): RunExport => JSON.parse(JSON.stringify(document));

it("encrypted values stay so, and are read where the key is", async () => {
  const codec = encryption({ keys: { a: new Uint8Array(32).fill(1) }, current: "a" });
  const flow = workflow("flow", (wf, secret: string) => wf.step("s", () => `${secret}!`));
  const engine = await openEngine({ workflows: [flow], codec });
  await engine.execute(flow, "geheim", { id: "r" });
  const document = sent(await engine.export("r"));
  expect(JSON.stringify(document)).not.toContain("geheim");
  const [without, withKey] = [await openEngine(), await openEngine({ codec })];
  await expect((await without.import(document)).result()).rejects.toMatchObject({ code: "key-missing" });
  expect(await (await withKey.import(document)).result()).toBe("geheim!");
});

describe("an id that is taken", () => {
  it("is refused, or is the run that is there, if that is the same work", async () => {
    const engine = await openEngine({ workflows: [child] });
    await engine.execute(child, 1, { id: "r" });
    const document = sent(await engine.export("r"));
    await expect(engine.import(document)).rejects.toMatchObject({ code: "run-exists" });
    expect(await (await engine.import(document, { onExisting: "return" })).result()).toBe(2);
    const other = await openEngine({ workflows: [child] });
    await other.execute(child, 3, { id: "r" });
    const refused = other.import(document, { onExisting: "return" });
    await expect(refused).rejects.toMatchObject({
      code: "run-exists",
      message: expect.stringContaining("another input"),
    });
  });

  it("options are checked, and so is the id", async () => {
    const engine = await openEngine({ workflows: [child] });
    await engine.execute(child, 1, { id: "r" });
    const document = await engine.export("r");
    const wrong = { code: "invalid-option" };
    await expect(engine.import(document, { onExisting: "restart" as "reject" })).rejects.toMatchObject(wrong);
    await expect(engine.import(document, { ids: "x" } as object)).rejects.toMatchObject(wrong);
    await expect(engine.import(document, { id: "" })).rejects.toMatchObject({ code: "invalid-name" });
    await expect(engine.export("r", { generations: "some" as "all" })).rejects.toMatchObject(wrong);
    await expect(engine.export("nobody")).rejects.toMatchObject({ code: "unknown-run" });
  });
});
