import { expect, it } from "vitest";
import { nodeHost } from "../host/node.ts";
import { isFailure } from "../model/errors.ts";
import { workflow } from "../operations/workflow.ts";
import { sqliteProvider } from "../store/sqlite/provider.ts";
import { brokenByCrash } from "../store/sqlite/test-crashes.ts";
import { Stepwell } from "./engine.ts";

it("damage that is found beside the work stops the engine: what is asked of it is refused with the reason", async () => {
  const { crashed } = await brokenByCrash();
  const store = sqliteProvider({ file: crashed, label: "", busyMs: 60_000, checkAtOnceBytes: 0 });
  const stopped = Promise.withResolvers<boolean>();
  const log = (text: string, error?: unknown): void => {
    if (text === "the worker stops") stopped.resolve(isFailure(error, "store-damaged"));
  };
  const flow = workflow("flow", () => 1);
  const engine = await Stepwell.open({ store, workflows: [flow], host: nodeHost(), log });
  expect(await stopped.promise).toBe(true);
  await expect(engine.start(flow)).rejects.toMatchObject({ code: "store-damaged" });
  await expect(engine.close()).rejects.toMatchObject({ code: "store-damaged" });
});
