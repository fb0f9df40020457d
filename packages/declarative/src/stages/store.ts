/** `store`: a value into a file or a table. */

import { appendFileSync, closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { problem } from "../diagnosis/problem.ts";
import { opened } from "../expressions/secret.ts";
import { textOf } from "../expressions/text.ts";
import { workspacePath } from "../format/paths.ts";
import { askDatabase, isInWorkspace, sqlValue } from "./database.ts";
import type { ReadyStage, StageRun, StageType } from "./stage-type.ts";
import { workspaceFile } from "./workspace-file.ts";
import { type FileFormat, formatOf, rowsOf, writtenAs } from "./written-as.ts";

export const store: StageType = {
  key: "store",
  value: {
    shape: { kind: "any" },
    doc: "Writes a value to a file of the workspace, whole or not at all, or rows into a table of an SQLite database, all or none. Outputs: `file`, `bytes`, or `rows`.",
    example: "name: Keep\nstore: ${{ stages.count.outputs }}\nfile: out/count.json\n",
    template: true,
  },
  keys: {
    file: { shape: workspacePath, doc: "Where to.", example: "out/count.json", template: true },
    format: {
      shape: { kind: "word", words: { json: "JSON", yaml: "YAML", csv: "a list of maps as CSV", text: "as text" } },
      doc: "Of the file.",
      example: "csv",
      default: "by the file's ending, else json",
    },
    append: {
      shape: { kind: "flag" },
      doc: "Adds to what is there; after a crash in the middle it may be added twice.",
      example: "true",
      default: "false",
    },
    table: {
      shape: { kind: "text" },
      doc: "A table that exists; the value is one map, or a list of them.",
      example: "counts",
    },
    database: {
      shape: { kind: "text" },
      doc: "Its name in the setting `databases`, or file:PATH in the workspace.",
      example: "shop",
      default: "the one called default",
      template: true,
    },
  },
  check(stage, report) {
    const [file, table] = [stage.at("file"), stage.at("table")];
    if ((file === undefined) !== (table === undefined)) return;
    const found = file === undefined ? '"store" does not say where to' : '"store" has both a file and a table';
    report(
      problem(
        "wrong-combination",
        { problem: found, cure: "write file: PATH, or table: NAME" },
        stage.locate(stage.value),
      ),
    );
  },
  workspace: ({ keys }) => keys.table === undefined || isInWorkspace(keys.database),
  async run(stage, s) {
    const { table, file } = stage.keys;
    const outputs =
      table === undefined
        ? await s.step(() => storeInFile(stage, s, textOf(opened(file).value)))
        : await s.step((body) => storeInTable(stage, s, { table: textOf(table), signal: body.abortSignal }));
    return { outputs };
  },
};

function storeInFile(stage: ReadyStage, s: StageRun, file: string): Record<string, unknown> {
  const { format, append } = stage.keys;
  const path = workspaceFile(stage, s, file);
  const added = append === true;
  const kind = (format as FileFormat | undefined) ?? formatOf(file);
  const text = writtenAs(kind, opened(stage.value).value, added && (existsSync(path) || kind === "json"));
  if (added) appendFileSync(path, text);
  else replace(path, text, Buffer.from(s.host.randomBytes(6)).toString("hex"));
  return { file, bytes: Buffer.byteLength(text) };
}

/** Whoever reads it sees the old one or the new one, whole. */
function replace(path: string, text: string, unique: string): void {
  const beside = join(dirname(path), `.${basename(path)}.${unique}`);
  try {
    const handle = openSync(beside, "wx");
    try {
      writeSync(handle, text);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(beside, path);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}

async function storeInTable(
  stage: ReadyStage,
  s: StageRun,
  { table, signal }: { readonly table: string; readonly signal: AbortSignal },
): Promise<Record<string, unknown>> {
  const rows = rowsOf(opened(stage.value).value);
  const columns = [...new Set(rows.flatMap((row) => [...row.keys()]))];
  if (columns.length === 0) return { rows: 0 };
  const name = (text: string) => `"${text.replaceAll('"', '""')}"`;
  const marks = columns.map(() => "?").join(", ");
  const text = `insert into ${name(table)} (${columns.map(name).join(", ")}) values (${marks})`;
  const times = rows.map((row) => ({ named: {}, listed: columns.map((column) => sqlValue(row.get(column))) }));
  const { count } = await askDatabase(stage, s, { text, times, signal });
  return { rows: count };
}
