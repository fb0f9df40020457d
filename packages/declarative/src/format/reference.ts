/** The reference of the format, in Markdown: made of the same tables as the validator. */
import { fieldsOf } from "./check-stage.ts";
import { describeShape } from "./describe.ts";
import { job, jobTemplate } from "./job-keys.ts";
import type { Field, Fields, RecordShape, Shape } from "./shape.ts";
import { stageFields, stageTemplate } from "./stage-keys.ts";
import type { StageShape } from "./stage-shape.ts";
import { workflow } from "./workflow-keys.ts";

export function reference(stages: readonly StageShape[]): string {
  return `${[
    "# The format of definitions",
    "<!-- Made by `npm run reference`, from the tables of the validator. -->",
    "Every key of YAML and JSON definitions. A key that is not listed is an error. `workflow.schema.json` beside this page is the same for editors: `# yaml-language-server: $schema=…` in a file's first line.",
    "A file is a map from names to workflows, or one workflow with a `name`. Where it says *templates*, a text may hold `${{ }}`, or be one in place of the value; [Expressions](expressions.md) has their language, [Params](params.md) what params are. A duration is a number of seconds, or text such as `90 s`, `30 min`, `1h 30m`, `3 days`.",
    "## Workflow",
    ...keySections(workflow.fields),
    "## Job",
    "What stands below a name in `jobs`.",
    ...keySections(without(job.fields, "id")),
    "## Stage",
    "What every stage may say, besides the one key that says what it does.",
    ...keySections(stageFields),
    "## Types of stages",
    ...stages.flatMap(stageSection),
    "## Templates",
    "A file of `jobs/` holds templates of jobs by name, one of `stages/` templates of stages; both folders stand beside `workflows/`. In a template `params` are its own.",
    "### Template of a job",
    keyTable(jobTemplate.fields),
    "### Template of stages",
    keyTable(stageTemplate.fields),
  ].join("\n\n")}\n`;
}

function keySections(fields: Fields): string[] {
  return Object.entries(fields).flatMap(([key, field]) => [
    `### \`${key}\``,
    `${field.doc} *Takes ${takes(field)}.*`,
    yaml(`${key}: ${field.example}`),
    ...below(field.shape),
  ]);
}

function stageSection(stage: StageShape): string[] {
  const { doc, example } = stage.value;
  const keys = Object.keys(stage.keys ?? {});
  const own = Object.fromEntries(Object.entries(fieldsOf(stage)).filter(([key]) => keys.includes(key)));
  return [
    `### \`${stage.key}\``,
    `${doc} *Takes ${takes(stage.value)}.*`,
    yaml(example.trimEnd()),
    ...(keys.length === 0 ? [] : [keyTable(own)]),
    ...below(stage.value.shape),
  ];
}

/** What a key takes, in the middle of a sentence. */
function takes({ shape, template, required, default: fallback, alias }: Field): string {
  const facts = [describeShape(shape)];
  if (template === true && shape.kind !== "script" && shape.kind !== "expression") facts.push("templates");
  if (alias !== undefined) facts.push(`another word for \`${alias}\``);
  if (required === true) facts.push("required");
  if (fallback !== undefined) facts.push(`default: ${fallback}`);
  return facts.join("; ");
}

/** The words that a shape may be, and the keys of the records within it. */
function below(shape: Shape): string[] {
  const records: RecordShape[] = [];
  gather(shape, records);
  const words = wordsOf(shape);
  return [
    ...(words.length < 2 ? [] : [table(["Word", "Meaning"], words)]),
    ...records.flatMap((record) => [`Keys of ${record.called}:`, keyTable(record.fields)]),
  ];
}

function wordsOf(shape: Shape): string[][] {
  if (shape.kind === "word") return Object.entries(shape.words).map(([word, meaning]) => [`\`${word}\``, meaning]);
  if (shape.kind === "either") return shape.of.flatMap(wordsOf);
  return shape.kind === "map" || shape.kind === "list" ? wordsOf(shape.of) : [];
}

/** Jobs have a section of their own. */
function gather(shape: Shape, found: RecordShape[]): void {
  if (shape === job) return;
  if (shape.kind === "either") for (const one of shape.of) gather(one, found);
  else if (shape.kind === "list" || shape.kind === "map") gather(shape.of, found);
  else if (shape.kind === "record" && !found.some(({ fields }) => fields === shape.fields)) {
    found.push(shape);
    for (const field of Object.values(shape.fields)) gather(field.shape, found);
  }
}

function keyTable(fields: Fields): string {
  const rows = Object.entries(fields).map(([key, field]) => [
    `\`${key}\``,
    `${field.doc}${meaningsOf(field.shape)} *${takes(field)}*`,
    `\`${field.example.replaceAll("\n", " ")}\``,
  ]);
  return table(["Key", "What it says", "Example"], rows);
}

/** Of a word in a table of keys, which has no room for a table of its own. */
function meaningsOf(shape: Shape): string {
  const words = wordsOf(shape).filter(([, meaning]) => meaning !== "");
  return words.length < 2 ? "" : ` ${words.map(([word, meaning]) => `${word}: ${meaning}`).join("; ")}.`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), `|${head.map(() => "---").join("|")}|`, ...rows.map(line)].join("\n");
}

function yaml(text: string): string {
  return `\`\`\`yaml\n${text}\n\`\`\``;
}

function without(fields: Fields, key: string): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([one]) => one !== key));
}
