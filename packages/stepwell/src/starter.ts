/** The first workflow that people see. */
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { commandFailure } from "./errors.ts";
import { shownPath } from "./source-place.ts";

/** @returns the path as people know it @throws file-exists */
export function writeStarter(file: string, folder: string): string {
  const path = resolve(folder, file);
  const shown = shownPath(path, folder);
  if (existsSync(path)) throw commandFailure("file-exists", { file: shown });
  mkdirSync(dirname(path), { recursive: true });
  // "wx": whoever was faster keeps what they wrote.
  writeFileSync(path, starter, { flag: "wx" });
  return shown;
}

const starter = `import { task, workflow } from "stepwell";

// A task is a step that can be used again. If it throws, it is tried again: up to 4 times, with growing pauses.
const greet = task("greet", async (name: string, t) => {
  // The weather at the service is bad at times: the first attempt fails, so that you see a retry.
  if (t.attempt === 1 && name === "Bob") throw new Error("503 from the greeting service");
  await new Promise((resolve) => setTimeout(resolve, 300));
  return \`Hello, \${name}!\`;
});

// A workflow is a function whose steps are recorded. Stop it at any point (Ctrl-C, kill -9, pull the plug):
//   stepwell resume @last
// goes on where it was, and nothing that is recorded is done twice.
export const hello = workflow("hello", async (wf, input: { name?: string } = {}) => {
  // A step does something in the outside world, once; its result is recorded.
  const names = await wf.step("guests", () => [input.name ?? "World", "Bob", "Cleo", "Dan", "Eve"]);

  // The same for each item, two at a time.
  const greetings = await wf.map(names, (name) => greet(name), { concurrency: 2 });

  // Sleeps are durable too: a process need not be there while a run waits.
  await wf.sleep("2s");

  return { greetings };
});
`;
