import { expect, test } from "vitest";
import { appearanceOf } from "../terminal/appearance.ts";
import { screenOn } from "../terminal/screen.ts";
import { TestTerminal } from "../terminal/test-terminal.ts";
import { leftAtOnceLines, savedLines } from "./status-lines.ts";

const where = " --store file:some/where/else/stepwell.db";

test.each([30, 40, 60, 80])("a command to be copied is whole in %i columns, and nothing wraps", (columns) => {
  const terminal = new TestTerminal(columns);
  const appearance = appearanceOf(terminal.stream, { variables: {}, platform: "linux" }, "never");
  const screen = screenOn(terminal.stream, appearance);
  const saved = {
    run: "r-1",
    status: "pending",
    exit: 130,
    recordedSteps: 2,
    again: 1,
    released: true,
    kept: true,
  } as const;
  for (const lines of [savedLines({ ...saved, where }, screen), leftAtOnceLines({ ...saved, where }, screen)])
    for (const line of lines) screen.line(line);
  expect(terminal.wrapped).toBe(0);
  const text = terminal.screen.join(" ").replaceAll(/\s+/g, columns === 30 ? "" : " ");
  const command = `stepwell resume r-1${where}`;
  expect(text.split(columns === 30 ? command.replaceAll(" ", "") : command)).toHaveLength(3);
});
