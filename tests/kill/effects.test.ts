import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { checkEffects, lineOf, type NotedEffect, readEffects } from "./effects.ts";

const first: NotedEffect = { run: "o-1", generation: 1, step: "s0", attempt: 1, pid: 10, fence: 1 };
const later: NotedEffect = { ...first, step: "s1" };

describe("effects of bodies", () => {
  it("that a kill has cut off may come again, with a higher fence", () => {
    const effects = [first, { ...first, pid: 11, fence: 2 }, { ...later, pid: 11, fence: 2 }];
    expect(checkEffects(effects, new Set([10]))).toEqual({ repeated: 1, problems: [] });
  });

  it.each([
    ["twice in one process", [first, { ...first, fence: 2 }], /executed twice by process 10/],
    ["again though the process lives", [first, { ...first, pid: 12, fence: 2 }], /though process 10 lives/],
    ["with a fence that did not grow", [first, { ...first, pid: 11 }], /fence did not grow/],
    ["after a later step", [later, first], /s0 of o-1, .* was executed after s1/],
    [
      "of a step that may be executed once",
      [
        { ...first, step: "once" },
        { ...first, step: "once", pid: 11, fence: 2 },
      ],
      /may be at most once/,
    ],
  ])("%s are found", (_, effects, problem) => {
    const found = checkEffects(effects, new Set([11])).problems.join("\n");
    expect(found).toMatch(problem);
  });

  it("are read as they were noted, but for a line that a kill has cut off", () => {
    const folder = mkdtempSync(join(tmpdir(), "stepwell-effects-"));
    const file = join(folder, "effects");
    writeFileSync(file, `${lineOf(first)}${lineOf(later)}["o-1"`);
    expect(readEffects(file)).toEqual([first, later]);
    rmSync(folder, { recursive: true });
  });
});
