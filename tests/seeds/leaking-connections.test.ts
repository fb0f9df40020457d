import { readdirSync } from "node:fs";
import { join } from "node:path";
import { Stepwell, sqlite, workflow } from "@stepwell/core";
import { expect, test } from "vitest";
import { newFolder } from "../crash/processes.ts";

// Backlog 8: sessions that are not closed exhaust the database's connections.
test.runIf(process.platform === "linux")(
  "connections, handles and threads cannot leak, whatever goes wrong",
  async () => {
    const flow = workflow("flow", async (wf, how: string) => {
      if (how === "throws") throw new RangeError("x");
      await wf.step("s", () => (how === "hangs" ? new Promise(() => {}) : 1));
    });
    const store = sqlite(join(newFolder(), "test.db"));
    const use = async (): Promise<void> => {
      const engine = await Stepwell.open({ store, workflows: [flow] });
      await engine.execute(flow, "throws").catch(() => {});
      await engine.execute(flow, "works");
      await engine.start(flow, "hangs");
      await engine
        .handle("nobody")
        .status()
        .catch(() => {});
      await engine.close({ graceMs: 0 });
      await Stepwell.open({ store: sqlite(join("/nowhere", "x.db")), workflows: [flow] }).catch(() => {});
    };
    const open = () => readdirSync("/proc/self/fd").length;
    const threads = () => readdirSync("/proc/self/task").length;
    for (let n = 0; n < 3; n++) await use();
    const before = [open(), threads()] as const;
    for (let n = 0; n < 8; n++) await use();
    expect(open()).toBeLessThanOrEqual(before[0] + 1);
    expect(threads()).toBeLessThanOrEqual(before[1] + 1);
  },
);
