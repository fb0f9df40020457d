import fc from "fast-check";
import { expect, test } from "vitest";
import { LiveRegion } from "./live-region.ts";
import { esc, TestTerminal } from "./test-terminal.ts";

test("draws, and draws over what it drew", () => {
  const terminal = new TestTerminal(20);
  const region = new LiveRegion(terminal.stream);
  region.draw(["one", "two"]);
  region.draw(["one", "three", "four"]);
  expect(terminal.screen).toEqual(["one", "three", "four"]);
});

test("L2: writes only lines that have changed, and nothing at all when none has", () => {
  const terminal = new TestTerminal(20);
  const region = new LiveRegion(terminal.stream);
  region.draw(["one", "two"]);
  const before = terminal.raw.length;
  region.draw(["one", "two"]);
  expect(terminal.raw.length).toBe(before);
  region.draw(["one", "2"]);
  expect(terminal.raw.slice(before)).not.toContain("one");
});

test("everything is within a synchronised update", () => {
  const terminal = new TestTerminal(20);
  const region = new LiveRegion(terminal.stream);
  region.draw(["a"]);
  region.print(["above"], ["b"]);
  const updates = terminal.raw.split(`${esc}[?2026h`).slice(1);
  expect(updates).toHaveLength(2);
  for (const update of updates) expect(update.endsWith(`${esc}[?2026l`)).toBe(true);
  expect(terminal.raw.startsWith(`${esc}[?2026h`)).toBe(true);
});

test("what is printed above stays, also when it is wider than the terminal", () => {
  const terminal = new TestTerminal(10);
  const region = new LiveRegion(terminal.stream);
  region.draw(["moving 1", "moving 2"]);
  region.print(["123456789012345"], ["moving 3"]);
  region.draw(["moving 4"]);
  expect(terminal.screen).toEqual(["1234567890", "12345", "moving 4"]);
});

test("what it leaves is never drawn over", () => {
  const terminal = new TestTerminal(20);
  const region = new LiveRegion(terminal.stream);
  region.draw(["kept"]);
  region.leave();
  region.draw(["new"]);
  expect(terminal.screen).toEqual(["kept", "new"]);
});

test("a narrower terminal, which breaks the lines into more, is cleaned up", () => {
  const terminal = new TestTerminal(20);
  const region = new LiveRegion(terminal.stream);
  terminal.stream.onResize(() => region.resized());
  terminal.write("above\n");
  region.draw(["123456789012345"]);
  terminal.resize(10);
  region.draw(["short"]);
  expect(terminal.screen).toEqual(["above", "short"]);
});

test("whatever is drawn and printed, the screen shows it in order", () => {
  const line = fc.stringMatching(/^[a-z]{0,12}$/);
  const move = fc.record({ above: fc.array(line, { maxLength: 3 }), lines: fc.array(line, { maxLength: 6 }) });
  fc.assert(
    fc.property(fc.array(move, { maxLength: 12 }), (moves) => {
      const terminal = new TestTerminal(12);
      const region = new LiveRegion(terminal.stream);
      const above: string[] = [];
      for (const { above: printed, lines } of moves) {
        region.print(printed, lines);
        above.push(...printed);
        const expected = [...above, ...lines];
        while (expected.at(-1) === "") expected.pop();
        expect(terminal.screen).toEqual(expected);
      }
      expect(terminal.wrapped).toBe(0);
    }),
  );
});
