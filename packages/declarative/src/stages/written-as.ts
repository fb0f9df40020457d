/** A value as the text of a file. */
import { stringify } from "yaml";
import { declarativeFailure } from "../errors.ts";
import { jsonOf, membersOf, textOf } from "../expressions/text.ts";
import { kindOf } from "../expressions/value.ts";

export type FileFormat = "json" | "yaml" | "csv" | "text";

const endings: Readonly<Record<string, FileFormat>> = {
  yaml: "yaml",
  yml: "yaml",
  csv: "csv",
  txt: "text",
  log: "text",
  md: "text",
};

/** What a file's ending says. */
export function formatOf(file: string): FileFormat {
  const ending = /\.([a-z]+)$/i.exec(file)?.[1]?.toLowerCase() ?? "";
  return Object.hasOwn(endings, ending) ? (endings[ending] as FileFormat) : "json";
}

/** @param added it is put behind what is there: one line of JSON, a document of YAML, CSV without its head */
export function writtenAs(format: FileFormat, value: unknown, added: boolean): string {
  switch (format) {
    case "text":
      return textOf(value);
    case "csv":
      return csv(value, added);
    case "yaml":
      return `${added ? "---\n" : ""}${stringify(JSON.parse(jsonOf(value)))}`;
    case "json":
      return `${jsonOf(value, added ? undefined : 2)}\n`;
  }
}

/** The rows of a list of maps; one map is one row. @throws stage-value */
export function rowsOf(value: unknown): readonly ReadonlyMap<string, unknown>[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.map((row) => {
    if (kindOf(row) === "map") return new Map(membersOf(row as object));
    throw declarativeFailure("stage-value", {
      stage: "store",
      problem: `takes a map or a list of maps here, not a ${kindOf(row)}`,
    });
  });
}

function csv(value: unknown, added: boolean): string {
  const rows = rowsOf(value);
  const columns = [...new Set(rows.flatMap((row) => [...row.keys()]))];
  const lines = rows.map((row) => columns.map((column) => row.get(column)));
  return [...(added ? [] : [columns]), ...lines].map((cells) => `${cells.map(cell).join(",")}\n`).join("");
}

function cell(value: unknown): string {
  const text = textOf(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
