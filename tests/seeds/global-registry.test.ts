import { memory, Stepwell, task, workflow } from "@stepwell/core";
import { expect, test } from "vitest";

// Backlog 6: a global registry of functions, in which engines get into each other's way.
test("one engine cannot see or replace what another has registered", async () => {
  const make = (who: string) => {
    const who_ = task("who", () => who);
    return { who_, flow: workflow("flow", () => who_(undefined as never)) };
  };
  const [one, other] = [make("one"), make("other")];
  await using first = await Stepwell.open({ store: memory(), workflows: [one.flow], tasks: [one.who_] });
  await using second = await Stepwell.open({ store: memory(), workflows: [other.flow], tasks: [other.who_] });
  await using empty = await Stepwell.open({ store: memory() });
  expect(await Promise.all([first.execute(one.flow), second.execute(other.flow)])).toEqual(["one", "other"]);
  await expect(empty.start("flow")).rejects.toMatchObject({
    code: "unknown-workflow",
    message: expect.stringContaining("known: none"),
  });
});
