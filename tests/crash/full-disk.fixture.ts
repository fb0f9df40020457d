/** Runs until its small disk is full, makes room, and goes on: `full-disk.fixture.ts FOLDER`. Says what happened. */
import { rmSync, writeFileSync } from "node:fs";
import { Stepwell, sqlite, workflow } from "@stepwell/core";

const folder = process.argv[2] ?? "";
const ballast = `${folder}/ballast`;
writeFileSync(ballast, Buffer.alloc(20_000_000));

let full = false;
let begunWhileFull = 0;
let tries = 0;
const bulky = workflow("bulky", async (wf, n: number) => {
  for (let step = 0; step < 4; step++)
    await wf.step(`s${step}`, (s) => {
      if (full) begunWhileFull++;
      return `${n} ${s.uuid()} ${"x".repeat(40_000)}`;
    });
  return n;
});

const engine = await Stepwell.open({
  store: sqlite(`${folder}/test.db`),
  workflows: [bulky],
  log: (text, error) => {
    if (!/writing failed/.test(text) || (error as { code?: string } | undefined)?.code !== "store-full") return;
    full = true;
    // A few tries, then there is room.
    if (++tries !== 3) return;
    rmSync(ballast);
    full = false;
  },
});
const handles = await Promise.all(Array.from({ length: 30 }, (_, n) => engine.start(bulky, n)));
const outputs = await Promise.all(handles.map((handle) => handle.result()));
await engine.close();
console.log(JSON.stringify({ tries: tries >= 3, begunWhileFull, outputs: outputs.length }));
