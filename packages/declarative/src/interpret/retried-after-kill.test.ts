import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { memory } from "@stepwell/core";
import { expect, test } from "vitest";
import { ended, folder, opened } from "./opened.fixture.ts";

/** Leaves its note, and one of a later claim, as workers do that are killed one after the other. */
const script = (gate: string) => `
  test -e ${gate} && exit 0
  for note in "$PWD".groups/*; do cp "$note" "\${note%-*}-2"; done
  exit 1
`;

test.runIf(process.platform === "linux")(
  "a retry executes a script whose worker was killed in the generation before, after a later claim",
  async () => {
    const gate = join(folder, "gate");
    const flow = { name: "flow", jobs: { a: { stages: [{ id: "s", bash: script(gate) }] } } };
    await using it = await opened(JSON.stringify(flow), { store: memory() });
    const run = await it.start({}, "killed");
    await ended(run);
    expect(it.context("killed")?.errors).toMatchObject([{ code: "script-failed" }]);
    writeFileSync(gate, "");
    await run.retry();
    await ended(run);
    rmSync(gate);
    expect(it.context("killed")?.errors).toEqual([]);
    expect((await run.status()).status).toBe("completed");
  },
);
