import { describe, expect, it } from "vitest";
import { workflow } from "../operations/workflow.ts";
import { crashAtEveryCommit } from "../testing/crash-at-commits.ts";
import { quiet } from "../testing/virtual-time.ts";

describe("a crash at any commit", () => {
  it("loses no value and takes none twice", async () => {
    const crashes = await crashAtEveryCommit(
      {
        workflows: (note) => {
          const outside: string[] = [];
          return [
            workflow("flow", async (wf) => {
              const values: unknown[] = [];
              for (const n of [1, 2]) {
                const { token, promise } = wf.callback({ timeout: "20 s" });
                await wf.step("hand out", () => void outside.push(token));
                await wf.step("complete", async () => note(`${n}`));
                wf.set("token", outside.at(-1));
                values.push(await promise);
              }
              return values;
            }),
          ];
        },
        drive: async (engine, host) => {
          const run = await engine.start("flow", undefined, { id: "r" });
          const done = new Set<unknown>();
          for (let n = 0; n < 40 && done.size < 2; n++) {
            await quiet(host);
            const token = await run.get("token");
            if (typeof token !== "string" || done.has(token)) continue;
            await engine.completeCallback(token, "value").catch((error: { code: string }) => {
              if (error.code !== "callback-used" && error.code !== "run-finished") throw error;
            });
            done.add(token);
          }
          return await run.result();
        },
      },
      (outcome, _, where) => expect(outcome.result, where).toEqual(["value", "value"]),
    );
    expect(crashes).toBeGreaterThan(8);
  });
});
