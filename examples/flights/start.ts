/**
 * The main job: `npm start`. Goes on with a run that was interrupted, else begins a new one, and shows it as it
 * goes; all of it by the stepwell command, to which this only says which run.
 *
 *   node examples/flights/start.ts [DIRECTORY]     where the report goes; default: out beside this file
 */
import { mkdirSync } from "node:fs";
import { enableCompileCache } from "node:module";
import { join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";

// The second start, and all that follow a crash, need not compile the sources again.
enableCompileCache();
const { Stepwell, StepwellError, sqlite } = await import("stepwell");

const here = fileURLToPath(new URL(".", import.meta.url));
const pipeline = fileURLToPath(new URL("./pipeline.ts", import.meta.url));
const directory = resolve(process.argv[2] ?? join(here, "out"));
const trace = process.env.FLIGHTS_TRACE;
const database = join(directory, "runs.db");
mkdirSync(directory, { recursive: true });

/** The run that was interrupted last, if one was. */
async function interrupted(): Promise<string | undefined> {
  await using engine = await Stepwell.open({ store: sqlite(database), worker: false });
  const status = ["pending", "running", "waiting", "paused", "blocked"] as const;
  const { items } = await engine.list({ workflow: "flights", status }, { limit: 1 });
  return items[0]?.id;
}

const run = await interrupted().catch((error) => {
  // Mostly a store of an earlier version of the repository.
  if (!(error instanceof StepwellError)) throw error;
  process.stderr.write(
    `✗ ${error.message}\n  remove ${relative(process.cwd(), directory)}, and npm start begins anew\n`,
  );
  process.exit(7);
});
const input = JSON.stringify(trace === undefined ? { directory } : { directory, trace });
const words = run === undefined ? ["run", pipeline, "--input", input] : ["resume", run];

process.on("exit", (code) => {
  const report = relative(process.cwd(), join(directory, "report.md"));
  if (code === 130 || code === 143) process.stderr.write("npm start goes on with it.\n");
  if (code === 0) process.stderr.write(`\nThe report is ${report}, with its charts beside it.\n`);
});
process.argv = [process.argv[0] ?? "node", "stepwell", ...words, "--store", `file:${database}`];
await import("stepwell/cli");
