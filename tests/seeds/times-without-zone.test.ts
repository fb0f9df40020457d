import { spawnSync } from "node:child_process";
import { memory, Stepwell, workflow } from "@stepwell/core";
import { expect, test } from "vitest";

// ConfigWorkflow 5: times without a zone are compared with times that have one.
test("when a run begins or wakes cannot depend on the zone of the machine", () => {
  const core = new URL("../../packages/core/src/index.ts", import.meta.url).href;
  const program = `
    const { Stepwell, memory, workflow } = await import(${JSON.stringify(core)});
    const flow = workflow("flow", async (wf) => { await wf.sleep(new Date("2020-03-29T02:30:00+01:00")); return wf.id; });
    const engine = await Stepwell.open({ store: memory(), workflows: [flow] });
    const past = await engine.start(flow, undefined, { at: new Date("2020-03-29T01:30:00Z") });
    const future = await engine.start(flow, undefined, { at: new Date("2999-10-25T02:30:00+02:00") });
    await past.result();
    const journal = await past.journal();
    console.log(JSON.stringify([(await future.status()).status, journal.length, JSON.stringify(await future.why()).length > 5]));
    await engine.close();
  `;
  for (const TZ of ["UTC", "Asia/Kathmandu", "America/St_Johns", "Pacific/Apia"]) {
    const done = spawnSync(process.execPath, ["--input-type=module", "-e", program], {
      encoding: "utf8",
      timeout: 20_000,
      env: { ...process.env, TZ },
    });
    expect(JSON.parse(done.stdout || JSON.stringify(done.stderr)), TZ).toEqual(["pending", 1, true]);
  }
}, 30_000);

test("a time cannot be given as text, with or without a zone", async () => {
  const flow = workflow("flow", () => 1);
  await using engine = await Stepwell.open({ store: memory(), workflows: [flow] });
  for (const at of ["2024-01-15T10:00:00", "2024-01-15T10:00:00Z", 5])
    await expect(engine.start(flow, undefined, { at: at as never })).rejects.toMatchObject({
      code: "invalid-option",
      facts: { option: "at" },
    });
});
