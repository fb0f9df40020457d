/** What the model may use. Each is harmless when it is executed twice. */
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { task, type WorkflowContext } from "stepwell";
import type { ToolCall } from "./chat.ts";
import { workspace } from "./surroundings.ts";

type Input = ToolCall["input"];

interface Tool {
  /** Needs a person's yes. */
  readonly dangerous: boolean;
  readonly run: (input: Input) => Promise<string>;
}

const tools: Readonly<Record<string, Tool>> = {
  "list files": { dangerous: false, run: async () => (await readdir(workspace())).sort().join("\n") },
  "read file": { dangerous: false, run: ({ file }) => readFile(pathOf(file), "utf8") },
  "write file": {
    dangerous: false,
    run: async ({ file, text = "" }) => {
      const path = pathOf(file);
      await writeFile(`${path}.new`, text);
      await rename(`${path}.new`, path);
      return "written";
    },
  },
  "delete file": {
    dangerous: true,
    run: async ({ file }) => {
      await rm(pathOf(file), { force: true });
      return "deleted";
    },
  },
};

const useTool = task("tool", { timeout: "10 s", retry: 3 }, async ({ tool, input }: ToolCall): Promise<string> => {
  const found = Object.hasOwn(tools, tool) ? tools[tool] : undefined;
  if (found === undefined) return `error: there is no tool "${tool}"`;
  // The model is told what went wrong: it may think of something else. Only what a retry can mend is thrown.
  return await found.run(input).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "EMFILE" || error.code === "EBUSY") throw error;
    return `error: ${error.message}`;
  });
});

/** The tool as a step, after a person's yes where it is dangerous. */
export async function allowedTool(wf: WorkflowContext, call: ToolCall): Promise<string> {
  if (Object.hasOwn(tools, call.tool) && tools[call.tool]?.dangerous) {
    const allowed = await wf.ask<boolean>({
      title: `May the agent "${call.tool}": ${JSON.stringify(call.input)}?`,
      form: call,
      assignees: ["operator"],
      name: "allow",
      timeout: "1 day",
      default: false,
    });
    if (allowed !== true) return "refused by a person";
  }
  return await wf.run(useTool, call, { name: call.tool });
}

/** Inside of the workspace, whatever the model says. */
function pathOf(file = ""): string {
  if (!/^[\w-][\w.-]*$/.test(file)) throw new RangeError(`"${file}" is no name of a file here`);
  return join(workspace(), file);
}

/** The files that the demonstration begins with; those that are there already stay as they are. */
export async function prepareWorkspace(): Promise<void> {
  await mkdir(workspace(), { recursive: true });
  for (const [file, text] of Object.entries(firstFiles))
    await writeFile(pathOf(file), text, { flag: "wx" }).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error;
    });
}

const firstFiles: Readonly<Record<string, string>> = {
  "budget.md": "The budget is 12,000 a month\n\nof which half is rent.",
  "draft-1.md": "a first idea",
  "draft-2.md": "another one",
  "hiring.md": "Two people start in May\n\nand one in June.",
  "launch.md": "The launch is on the 4th\n\nif nothing breaks.",
  "offsite.md": "The offsite is by the sea\n\nthis time.",
  "roadmap.md": "The roadmap ends in autumn\n\nfor now.",
};
