import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { Stepwell, sqlite, workflow } from "@stepwell/core";
import { expect, test } from "vitest";
import { newFolder } from "../crash/processes.ts";

// ConfigWorkflow 7: written in the platform's encoding, read as UTF-8.
test("text cannot come back otherwise under another locale, in ids, names, values, logs and errors", async () => {
  const file = join(newFolder(), "dätei.db");
  const text = "ä ß 漢字 🙂 \u0000 \ud800 ﻿ e\u0301";
  const core = new URL("../../packages/core/src/index.ts", import.meta.url).href;
  const program = `
    const { Stepwell, sqlite, workflow } = await import(${JSON.stringify(core)});
    const text = JSON.parse(process.argv[1]);
    const flow = workflow("flöw", async (wf, input) => {
      wf.set("schlüssel 🙂", input);
      wf.title("tïtel 漢字");
      wf.log("zeile ä");
      return await wf.step("schritt ß", () => ({ [input]: input, same: input === text }));
    });
    const engine = await Stepwell.open({ store: sqlite(${JSON.stringify(file)}), workflows: [flow] });
    await engine.execute(flow, text, { id: "läuf-漢" , tags: ["täg"] });
    await engine.close();
  `;
  const env = { ...process.env, LC_ALL: "C", LANG: "de_DE.ISO-8859-1" };
  const done = spawnSync(process.execPath, ["--input-type=module", "-e", program, JSON.stringify(text)], {
    encoding: "utf8",
    timeout: 20_000,
    env,
  });
  expect(done.stderr).toBe("");
  const flow = workflow("flöw", (_, input: string) => input);
  await using engine = await Stepwell.open({ store: sqlite(file), workflows: [flow] });
  const handle = engine.handle("läuf-漢");
  expect(await handle.result()).toEqual({ [text]: text, same: true });
  expect([await handle.get("schlüssel 🙂"), (await handle.status()).title, (await handle.logs())[0]?.text]).toEqual([
    text,
    "tïtel 漢字",
    "zeile ä",
  ]);
  expect((await handle.journal()).map(({ op }) => op)).toContain("schritt ß");
  expect((await engine.list({ tag: "täg" })).items.map(({ id }) => id)).toEqual(["läuf-漢"]);
});
