/** `store`: a value into a file or a table. */
import { problem } from "../diagnosis/problem.ts";
import type { StageShape } from "../format/stage-shape.ts";

export const store: StageShape = {
  key: "store",
  value: {
    shape: { kind: "any" },
    doc: "Writes a value to a file of the workspace, whole or not at all, or rows into a table of a configured database. Outputs: `file`, `bytes`, or `rows`.",
    example: "name: Keep\nstore: ${{ stages.count.outputs }}\nfile: out/count.json\n",
    template: true,
  },
  keys: {
    file: { shape: { kind: "text" }, doc: "Where to.", example: "out/count.json", template: true },
    format: {
      shape: { kind: "word", words: { json: "JSON", yaml: "YAML", csv: "a list of maps as CSV", text: "as text" } },
      doc: "Of the file.",
      example: "csv",
      default: "by the file's ending, else json",
    },
    append: { shape: { kind: "flag" }, doc: "Adds to what is there.", example: "true", default: "false" },
    table: {
      shape: { kind: "text" },
      doc: "A table that exists; the value is one map, or a list of them.",
      example: "counts",
    },
    database: {
      shape: { kind: "text" },
      doc: "Its name in the configuration.",
      example: "shop",
      default: "the one called default",
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
};
