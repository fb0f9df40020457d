import { encryption, memory, Stepwell } from "@stepwell/core";
import { describe, expect, test } from "vitest";
import { definitionWorkflow } from "./definition-workflow.ts";
import { ParamKeys } from "./param-keys.ts";
import { definition, job, servicesOf, stage, stageTypes } from "./test-definition.fixture.ts";

const secret = "s3same-0pen-it";
const params = [
  { name: "TOKEN", type: "secret", required: true, at: "" },
  { name: "maybe", type: "secret", required: false, at: "" },
] as const;

/** Shows what its stages see of a secret param. */
function opened(sealing: ParamKeys) {
  const flow = definition([job("a", [stage("door", "door", {})])], { params });
  const stages = new Map(stageTypes());
  stages.set("door", {
    key: "door",
    value: { shape: { kind: "any" }, doc: "", example: "" },
    run: async (_, s) => ({
      outputs: await s.step(() => {
        const { TOKEN } = s.contexts.params as { TOKEN: unknown };
        return { word: String(s.render("${{ params.TOKEN }}")), length: String(TOKEN).length };
      }),
    }),
  });
  const workflow = definitionWorkflow(flow, servicesOf({ stages, sealing }));
  return { flow, workflow };
}

describe("secret params", () => {
  test("are sealed in the input: no view, journal, export or result shows them", async () => {
    const keys = new ParamKeys();
    const { flow, workflow } = opened(keys);
    await using engine = await Stepwell.open({ store: memory(), workflows: [workflow] });
    await keys.sync(engine.documents);
    const input = { definition: flow, params: { TOKEN: secret, maybe: null } };
    const run = await engine.start(workflow, input, { id: "r" });
    const { input: kept } = await run.status();
    expect(kept).toMatchObject({ params: { TOKEN: { sealed: expect.any(String) }, maybe: null } });
    await run.pause();
    const exported = await engine.export("r");
    const all = JSON.stringify([await run.status(), await run.journal(), await run.logs(), exported]);
    expect(all).not.toContain(secret);
    // The same params are the same start, and others are not.
    expect((await engine.start(workflow, input, { id: "r" })).id).toBe("r");
    const other = { ...input, params: { TOKEN: "another-word", maybe: null } };
    await expect(engine.start(workflow, other, { id: "r" })).rejects.toMatchObject({ code: "run-exists" });
  });

  test("are opened by whoever has the store; without its key the run fails, and says so", async () => {
    const store = memory();
    const first = new ParamKeys();
    const begun = opened(first);
    const engine = await Stepwell.open({ store, worker: false });
    await first.sync(engine.documents);
    const run = await engine.start(begun.workflow, { definition: begun.flow, params: { TOKEN: secret } }, { id: "r" });

    const stranger = opened(new ParamKeys());
    const without = await Stepwell.open({ store, workflows: [stranger.workflow] });
    await expect(run.result()).rejects.toMatchObject({ cause: { code: "secret-param-closed" } });
    await without.close();

    const second = new ParamKeys();
    await second.load(engine.documents);
    const goesOn = opened(second);
    await using _with = await Stepwell.open({ store, workflows: [goesOn.workflow] });
    await run.retry();
    expect(await run.result()).toEqual({ a: { word: "***", length: 3 } });
    await engine.close();
  });

  test("two processes that begin at once take the same key; an encrypted store encrypts it", async () => {
    const key = Buffer.alloc(32, 7).toString("base64");
    const store = memory();
    await using engine = await Stepwell.open({ store, codec: encryption({ keys: { k: key }, current: "k" }) });
    const [one, two] = [new ParamKeys(), new ParamKeys()];
    const early = one.seal(secret);
    await Promise.all([one.sync(engine.documents), two.sync(engine.documents)]);
    await one.sync(engine.documents);
    await two.sync(engine.documents);
    expect(one.seal(secret)).toBe(two.seal(secret));
    expect(two.open(early)).toBe(secret);
    expect(one.seal(`${secret}!`)).not.toBe(one.seal(secret));
    const later = new ParamKeys();
    expect(await later.load(engine.documents)).toBe(true);
    expect(later.seal(secret)).toBe(one.seal(secret));
    await using plain = await Stepwell.open({ store, worker: false });
    await expect(new ParamKeys().load(plain.documents)).rejects.toMatchObject({ code: "key-missing" });
  });

  test("what was changed is not opened", () => {
    const keys = new ParamKeys();
    const sealed = keys.seal(secret);
    const end = sealed.at(-3) === "A" ? "B" : "A";
    expect(() => keys.open(`${sealed.slice(0, -3)}${end}${sealed.slice(-2)}`)).toThrow("it was changed since");
  });
});
