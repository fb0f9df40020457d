import { describe, expect, it } from "vitest";
import { virtualHost } from "../host/virtual.ts";
import { workflow } from "../operations/workflow.ts";
import { memory } from "../store/memory/memory.ts";
import { openEngine } from "../testing/open-engine.ts";
import { passMs, passTime, quiet } from "../testing/virtual-time.ts";

const long = workflow("long", (wf) => wf.step("s", () => new Promise(() => {})));

describe("who waits for the result of a run that is executed here", () => {
  it.each(["here", "elsewhere"])("is told when it is killed %s", async (where) => {
    const [host, store] = [virtualHost(), memory()];
    const engine = await openEngine({ host, store, workflows: [long] });
    const client = where === "here" ? engine : await openEngine({ host, store, worker: false });
    const run = await passTime(host, engine.start(long, undefined, { id: "r" }));
    const ended = run.result().catch((error) => error.code);
    await quiet(host);
    const since = host.monotonic();
    await passTime(host, client.handle("r").kill());
    await passMs(host, 2_000);
    expect(await passTime(host, ended, 60_000)).toBe("run-cancelled");
    expect(host.monotonic() - since).toBe(2_000);
  });
});
