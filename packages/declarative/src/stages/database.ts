/** Databases that stages name, and questions to them. */

import { declarativeFailure } from "../errors.ts";
import { opened } from "../expressions/secret.ts";
import { jsonOf, textOf } from "../expressions/text.ts";
import type { DatabaseAnswer, DatabaseQuestion } from "./query-database.ts";
import type { ReadyStage, StageRun } from "./stage-type.ts";
import { workspaceFile } from "./workspace-file.ts";

const program = new URL(
  import.meta.url.endsWith(".ts") ? "./database-process.ts" : "./database-process.js",
  import.meta.url,
);
const inWorkspace = "file:";

/** What `database` says names a file of the workspace, or may. */
export function isInWorkspace(database: unknown): boolean {
  return typeof database === "string" && (database.startsWith(inWorkspace) || database.includes("${{"));
}

/** Its file. For bodies. @throws database-unknown, file-outside */
function databaseFile(stage: ReadyStage, s: StageRun): string {
  const name = textOf(stage.keys.database ?? "default");
  if (name.startsWith(inWorkspace)) return workspaceFile(stage, s, name.slice(inWorkspace.length));
  const file = s.reach.databases.get(name);
  if (file !== undefined) return file;
  throw declarativeFailure("database-unknown", { name, known: [...s.reach.databases.keys()] });
}

/** @throws query-failed, database-unknown, file-outside */
export async function askDatabase(
  stage: ReadyStage,
  s: StageRun,
  question: Omit<DatabaseQuestion, "file"> & { readonly signal: AbortSignal },
): Promise<Extract<DatabaseAnswer, { rows: unknown }>> {
  const { signal, ...asked } = question;
  const answer = await inProcess(s, { ...asked, file: databaseFile(stage, s) }, signal);
  if ("rows" in answer) return answer;
  throw declarativeFailure("query-failed", { stage: stage.id, problem: answer.problem });
}

async function inProcess(s: StageRun, question: DatabaseQuestion, signal: AbortSignal): Promise<DatabaseAnswer> {
  const started = s.host.process(program, { argument: "", heapBytes: undefined });
  // A host without processes is a simulated one: nothing takes long there.
  if (started === undefined) return (await import("./query-database.ts")).queryDatabase(question);
  return await new Promise((resolve) => {
    const stop = () => started.kill("SIGKILL");
    signal.addEventListener("abort", stop, { once: true });
    let answer: DatabaseAnswer = { problem: "its process has ended" };
    let printed = "";
    started.onMessage((message) => {
      answer = message as DatabaseAnswer;
    });
    started.onOutput((_, text) => {
      printed = `${printed}${text}`.slice(-1_000);
    });
    started.onExit(({ error }) => {
      signal.removeEventListener("abort", stop);
      if ("problem" in answer && printed !== "") answer = { problem: `${answer.problem}: ${printed}` };
      resolve(error === undefined ? answer : { problem: error.message });
    });
    started.post(question);
    if (signal.aborted) stop();
  });
}

/** As SQLite keeps it: lists, maps and times as text. For bodies: secrets are opened. */
export function sqlValue(given: unknown): string | number | null {
  const { value } = opened(given);
  if (value === null || value === undefined) return null;
  if (typeof value === "string" || typeof value === "number") return value;
  if (typeof value === "boolean") return Number(value);
  return typeof value === "object" && (Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype)
    ? jsonOf(value)
    : textOf(value);
}
