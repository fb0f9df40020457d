import { describe, expect, it } from "vitest";
import { workflow } from "../operations/workflow.ts";
import { memory } from "../store/memory/memory.ts";
import { Stepwell } from "./engine.ts";

const late = workflow("late", (_, n: number) => n + 1);

describe("a workflow that is made after the engine was opened", () => {
  it("is executed from then on, runs that waited for it too", async () => {
    const store = memory();
    await using client = await Stepwell.open({ store, worker: false });
    const waiting = await client.start(late, 1);
    await using engine = await Stepwell.open({ store, worker: {} });
    await expect(engine.start(late, 2)).rejects.toMatchObject({ code: "unknown-workflow" });
    engine.add(late);
    engine.add(late);
    expect(await engine.execute(late, 2)).toBe(3);
    expect(await waiting.result()).toBe(2);
    expect((await engine.workers())[0]?.serves.workflows).toContain("late");
  });

  it("is refused where the name is taken, and by an engine that executes nothing", async () => {
    const other = workflow("late", () => 0);
    await using engine = await Stepwell.open({ store: memory(), workflows: [late] });
    expect(() => engine.add(other)).toThrow(expect.objectContaining({ code: "duplicate-name" }));
    expect(() => engine.add({} as never)).toThrow(expect.objectContaining({ code: "invalid-option" }));
    await using idle = await Stepwell.open({ store: memory() });
    expect(() => idle.add(late)).toThrow(
      expect.objectContaining({ code: "invalid-option", message: expect.stringMatching("worker: {}") }),
    );
  });
});
