import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { memory, type RunHandle, Stepwell } from "stepwell";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type AgentInput, type AgentResult, agent } from "./agent.ts";
import type { Message } from "./chat.ts";
import { readBills } from "./model-server.ts";
import { billFile, workspace } from "./surroundings.ts";

let directory: string;
let engine: Stepwell;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), "agent-"));
  process.env.AGENT_DIRECTORY = directory;
  engine = await Stepwell.open({ store: memory(), workflows: [agent] });
});

afterEach(async () => {
  await engine.close({ graceMs: 0 });
  rmSync(directory, { recursive: true });
});

/** Runs it, with a person who answers every question so. */
async function run(options: Partial<AgentInput>, answer: boolean): Promise<[AgentResult, RunHandle<AgentResult>]> {
  const handle = await engine.start(agent, { task: "tidy up", ...options }, { id: "a" });
  for await (const _ of handle.watch())
    for (const { ask } of (await engine.approvals({ run: "a" })).items)
      await handle.answer(ask, answer, { by: "sue" }).catch(() => {});
  return [await handle.result(), handle];
}

const inWorkspace = (file: string) => join(workspace(), file);

test("it works until it is done, and what it does is readable from outside", async () => {
  const [result, handle] = await run({}, true);
  expect(result).toMatchObject({ end: "answered", answer: expect.stringContaining("2 of 2 drafts deleted") });
  expect(readFileSync(inWorkspace("summary.md"), "utf8").split("\n")).toHaveLength(5);
  expect(existsSync(inWorkspace("draft-1.md"))).toBe(false);
  const conversation = (await handle.get("conversation")) as Message[];
  expect(conversation.filter(({ role }) => role === "model")).toHaveLength(result.turns);
  expect(await handle.get("spent")).toBe(result.spent);
});

test("it deletes nothing that a person does not want to lose", async () => {
  const [result] = await run({}, false);
  expect(result.answer).toContain("0 of 2 drafts deleted");
  expect(existsSync(inWorkspace("draft-1.md"))).toBe(true);
});

test("it stops before its budget is exceeded, and says so", async () => {
  const [result] = await run({ budget: 1_000 }, true);
  expect(result.end).toBe("budget");
  expect(result.spent).toBeGreaterThan(0);
  expect(result.spent).toBeLessThanOrEqual(1_000);
  const paid = readBills(billFile()).map(({ reply }) => reply.tokens);
  expect(paid.reduce((sum, tokens) => sum + tokens, 0)).toBe(result.spent);
});

test.each([Number.NaN, "2000", 0])("with %s as budget it asks nothing", async (budget) => {
  await expect(run({ budget: budget as number }, true)).rejects.toMatchObject({
    cause: { message: `the budget is a number of tokens, not ${budget}` },
  });
  expect(existsSync(billFile()) ? readBills(billFile()) : []).toEqual([]);
});

test("a long conversation goes on in the next generation, with its budget", async () => {
  const [result, handle] = await run({ turnsPerGeneration: 2 }, true);
  expect(result).toMatchObject({ end: "answered", turns: 7 });
  expect((await handle.status()).generation).toBe(4);
  expect(readBills(billFile())).toHaveLength(7);
  expect((await handle.get("conversation")) as Message[]).toHaveLength(1 + 7 + 9);
});
