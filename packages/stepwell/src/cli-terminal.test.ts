/** The command in real terminals: what it writes is understood by a terminal that refuses all that is forbidden. */
import { beforeAll, describe, expect, test } from "vitest";
import { esc, TestTerminal } from "./terminal/test-terminal.ts";
import { TestFolder } from "./test-command.ts";
import { hasPython, runInTerminal } from "./test-pty.ts";

const folder = new TestFolder();
beforeAll(() => {
  folder.write(
    "pipeline.ts",
    `
import { task, workflow } from "stepwell";
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const page = task("page", { retry: { maxAttempts: 3, initial: "300ms" } }, async (n: number, t) => {
  await pause(60);
  if (n % 5 === 2 && t.attempt === 1) throw new Error("503 from a service with a long address, such as http://127.0.0.1:4010/geo");
  return n;
});
export const pipeline = workflow("a-pipeline-with-a-long-name", async (wf) => {
  await wf.step("read", async (s) => { s.progress(1, 2); await pause(250); return { records: 100_000 }; });
  console.log("printed: a line that is longer than a narrow terminal is wide, \\u001b[2J\\u001b[?1049hand that tries to erase the screen");
  await wf.map(Array.from({ length: 12 }, (_, n) => n), (n) => page(n), { concurrency: 4 });
  for (let n = 0; n < 20; n++) await wf.step(\`single-\${n}\`, () => pause(20));
  return "done";
});
`,
  );
});

function shown(output: string, columns: number, rows = 24): TestTerminal {
  const terminal = new TestTerminal(columns, rows);
  terminal.write(output);
  return terminal;
}

describe.skipIf(!hasPython)("in a terminal", () => {
  test.each([40, 80, 200])(
    "of %i columns: no forbidden sequence, no line of ours that wraps, everything in order",
    async (columns) => {
      const { code, output } = await runInTerminal(["run", "pipeline.ts", "--store", `file:t${columns}.db`], {
        folder: folder.path,
        columns,
      });
      expect(code).toBe(0);
      const { screen, wrapped } = shown(output, columns);
      expect(output).toContain(`${esc}[?2026h`);
      expect(screen[0]).toMatch(/^a-pipeline-with-a-long-name/);
      const printed = Math.ceil(
        "printed: a line that is longer than a narrow terminal is wide, and that tries to erase the screen".length /
          columns,
      );
      expect(wrapped, "only what the code printed wraps").toBe(printed - 1);
      const singles = screen.flatMap((line) => /single-\d+/.exec(line) ?? []);
      expect(singles).toEqual(Array.from({ length: 20 }, (_, n) => `single-${n}`));
      expect(screen.at(-2)).toMatch(/^✓ completed/);
      expect(screen.at(-1)).toBe('"done"');
    },
  );

  test("with few rows: the moving part leaves room", async () => {
    const { code, output } = await runInTerminal(["run", "pipeline.ts", "--store", "file:few.db"], {
      folder: folder.path,
      columns: 60,
      rows: 6,
    });
    expect(code).toBe(0);
    expect(shown(output, 60, 6).screen.at(-1)).toBe('"done"');
  });

  test("Ctrl-C saves, says how to go on, and leaves the screen in order", async () => {
    const own = TestFolder.withFlows();
    const { code, output } = await runInTerminal(["run", "flows.ts#gated", "--id", "c-1"], {
      folder: own.path,
      columns: 80,
      interruptAt: "m gate",
      makeWhenSaving: "open",
    });
    expect(code).toBe(130);
    expect(shown(output, 80).screen.map((line) => line.replace(/\d+(?:ms|\.\ds)$/, "TIME"))).toEqual([
      "gated  c-1  flows.ts",
      expect.stringMatching(/^ {2}✓ first/),
      "  ▸ gate",
      "^C  saving: 1 step in progress gets 5 s (Ctrl-C again leaves at once)",
      "◷ saved  c-1  2 steps recorded  stepwell resume c-1",
    ]);
    const resumed = await runInTerminal(["resume", "c-1"], { folder: own.path, columns: 80 });
    expect(resumed.code).toBe(0);
    expect(shown(resumed.output, 80).screen[0]).toBe("gated  c-1  resumed, 2 steps from the journal");
  });

  test("TERM=dumb and CI get lines without any control sequence", async () => {
    for (const variables of [{ TERM: "dumb" }, { CI: "true", NO_COLOR: "1" }]) {
      const { output } = await runInTerminal(["run", "pipeline.ts", "--store", "memory:"], {
        folder: folder.path,
        columns: 80,
        variables,
      });
      expect(output).toMatch(/Z end {3}completed/);
      expect(output).not.toContain(esc);
    }
  });

  test("a locale without UTF-8 gets words", async () => {
    const { output } = await runInTerminal(["run", "pipeline.ts", "--store", "memory:"], {
      folder: folder.path,
      columns: 80,
      variables: { LC_ALL: "C" },
    });
    expect(output.replaceAll(esc, "")).toMatch(/^[\x20-\x7e\r\n]*$/);
    expect(shown(output, 80).screen.at(-2)).toMatch(/^ok {4}completed/);
  });

  test("help fits 40 columns", async () => {
    for (const words of [["--help"], ["run", "--help"]]) {
      const { output } = await runInTerminal(words, { folder: folder.path, columns: 40 });
      expect(shown(output, 40).wrapped).toBe(0);
    }
  });

  test("of a run that is shown, and of what is to be typed next, nothing is cut in 40 columns", async () => {
    const own = new TestFolder();
    own.write("a-definition-in-a-file.yml", "name: one\njobs: { a: { stages: [{ id: say, bash: exit 3 }] } }\n");
    await own.run("run", "a-definition-in-a-file.yml", "--id", "an-id-that-is-to-be-copied");
    const words = async (...command: string[]) => {
      const { screen, wrapped } = shown((await runInTerminal(command, { folder: own.path, columns: 40 })).output, 40);
      expect(wrapped).toBe(0);
      return screen.join(" ").replaceAll(/\s+/g, " ");
    };
    const head = await words("show", "an-id-that-is-to-be-copied");
    expect(head).toMatch(/^one an-id-that-is-to-be-copied .*started \S+Z \([^)]*ago\) code a-definition-in-a-file.yml/);
    expect(await words("plan", "a-definition-in-a-file.yml")).toContain("stepwell run a-definition-in-a-file.yml");
    expect(await words("limits")).toContain("stepwell limits set <name> <units>");
  });

  test("errors fit 40 columns", async () => {
    folder.write(
      "bad.ts",
      `import { workflow } from "stepwell"; export const a = workflow("a", async () => { const x = ; });\n`,
    );
    for (const words of [["run", "bad.ts"], ["show", "nothing-of-the-kind-that-is-known-here"], ["rnu"]]) {
      const { output } = await runInTerminal(words, { folder: folder.path, columns: 40 });
      expect(shown(output, 40).wrapped).toBe(0);
    }
  });
});
