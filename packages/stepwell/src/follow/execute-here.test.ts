/** What is left behind when runs could not be begun: nothing. */
import { tmpdir } from "node:os";
import type { Stepwell } from "@stepwell/core";
import { SettingsLoader } from "@stepwell/declarative/config";
import { describe, expect, test } from "vitest";
import { type CommandCall, Given } from "../command-spec.ts";
import type { Environment } from "../environment.ts";
import { outputOf } from "../output.ts";
import { TestTerminal } from "../terminal/test-terminal.ts";
import { type Begun, executeHere } from "./execute-here.ts";

/** A command on a store in memory, and how many listen to signals. */
async function commandCall(store: string) {
  const listening = { signals: 0 };
  const stream = new TestTerminal(80).stream;
  const environment: Environment = {
    ...{ args: [], variables: {}, folder: tmpdir(), platform: process.platform, stdout: stream, stderr: stream },
    settings: new SettingsLoader({}),
    readInput: async () => "",
    onSignal: () => {
      listening.signals++;
      return { stop: () => listening.signals-- };
    },
    leave: (code) => expect.unreachable(`left with ${code}`),
  };
  const settings = await environment.settings.load({ folder: environment.folder, file: undefined, call: { store } });
  const output = outputOf(environment, { colour: "never", json: false, quiet: true });
  const call: CommandCall = { environment, output, settings, store, given: new Given([], {}) };
  return { call, listening };
}

const code = { workflows: [], tasks: [] };

describe("the engine that a command works with", () => {
  test.each<[string, () => Promise<Begun>, number | string]>([
    ["a run cannot be begun", () => Promise.reject(new RangeError("it is not there any more")), "not there any more"],
    ["there is nothing to execute", () => Promise.resolve({ code: 3 }), 3],
  ])("is closed when %s", async (_, begin, outcome) => {
    const { call, listening } = await commandCall("memory:");
    let opened: Stepwell | undefined;
    const ended = executeHere(call, {
      code,
      waitMs: undefined,
      begin: async (engine) => {
        opened = engine;
        expect(listening.signals).toBe(1);
        return await begin();
      },
    });
    if (typeof outcome === "number") expect(await ended).toBe(outcome);
    else await expect(ended).rejects.toThrow(outcome);
    await expect(opened?.list({})).rejects.toMatchObject({ code: "engine-closed" });
    expect(listening.signals).toBe(0);
  });

  test("leaves signals as they were when it cannot be opened", async () => {
    const { call, listening } = await commandCall("nowhere:");
    const never = { code, waitMs: undefined, begin: () => Promise.resolve({ code: 0 }) };
    await expect(executeHere(call, never)).rejects.toMatchObject({ code: "unknown-store" });
    expect(listening.signals).toBe(0);
  });
});
