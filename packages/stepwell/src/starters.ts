/** The first workflows that people see. */
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { basename, dirname, extname, resolve } from "node:path";
import { isDefinitionFile } from "./code/definition-files.ts";
import { commandFailure } from "./errors.ts";
import { shownPath } from "./source-place.ts";

/** Nothing is written when one of them is there. @returns the paths as people know them @throws file-exists */
export function writeStarters(files: readonly string[], folder: string): string[] {
  const starters = files.map((file) => ({ path: resolve(folder, file), text: starterOf(file) }));
  for (const { path } of starters)
    if (existsSync(path)) throw commandFailure("file-exists", { file: shownPath(path, folder) });
  return starters.map(({ path, text }) => {
    mkdirSync(dirname(path), { recursive: true });
    // "wx": whoever was faster keeps what they wrote.
    writeFileSync(path, text, { flag: "wx" });
    return shownPath(path, folder);
  });
}

/** What its ending asks for; JSON is YAML, but has no comments. */
function starterOf(file: string): string {
  if (extname(file).toLowerCase() === ".json")
    throw commandFailure("wrong-use", {
      command: "init",
      problem: "JSON has no comments: give a name that ends in .yml",
    });
  return isDefinitionFile(file) ? definition.replaceAll("hello.yml", basename(file)) : code;
}

const code = `import { task, workflow } from "stepwell";

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

const definition = `# A workflow as YAML: jobs, and in each job stages, one after the other.
#   stepwell validate hello.yml             everything that is wrong, with lines
#   stepwell plan hello.yml                 what would run, before anything does
#   stepwell run hello.yml -p name=Ada      runs it; stepwell resume @last goes on after Ctrl-C or kill -9
# Editors complete and check it after "stepwell schema -o stepwell.schema.json" with this as the first line:
#   yaml-language-server: $schema=stepwell.schema.json
name: hello-yaml

# What a run may be given. A param without a default has to be.
params:
  name: { type: str, default: World }

# The language of "run": js, ts or python. A stage may say another one ("shell: python"). "bash" needs no word.
defaults:
  run:
    shell: js

jobs:
  guests:
    stages:
      - id: invite
        # \${{ }} holds an expression. A value never becomes code: the script holds its name only.
        # Names at the top level of a script are its outputs.
        run: |
          const guests = [\${{ params.name }}, "Bob", "Cleo"];

  greet:
    needs: guests
    # One leg per guest, two at a time: a matrix that is known when "guests" has ended.
    strategy:
      max-parallel: 2
      matrix:
        guest: \${{ needs.guests.outputs.guests }}
    stages:
      - id: greeting
        # Tried again when it fails: so often, with growing pauses.
        retry: 2
        run: |
          const text = "Hello, " + \${{ matrix.guest }} + "!";

  done:
    needs: greet
    # Also when a greeting has failed.
    if: always()
    stages:
      # Waits are durable: no process need be there.
      - sleep: 1
      - echo: "\${{ needs.greet.result }}: \${{ needs.greet.outputs.text | json }}"

outputs:
  greetings: \${{ jobs.greet.outputs.text }}
`;
