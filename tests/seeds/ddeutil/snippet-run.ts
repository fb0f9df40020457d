/** A definition of the page, executed with programs and functions that note how they are called. */
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { memory, Stepwell } from "@stepwell/core";
import {
  definitionsOf,
  definitionWorkflow,
  loadPath,
  makeServices,
  type ResultContext,
  resolveParams,
} from "@stepwell/declarative";
import { onTestFinished } from "vitest";

export interface SnippetRun {
  readonly context: ResultContext;
  /** Name and arguments of each call, in order. */
  readonly calls: readonly (readonly unknown[])[];
}

export interface SnippetOptions {
  readonly params?: Readonly<Record<string, unknown>>;
  /** Function → how often it fails. */
  readonly failures?: Readonly<Record<string, number>>;
  readonly healthy?: boolean;
}

export async function snippetRun(
  text: string,
  { params = {}, failures = {}, healthy = true }: SnippetOptions = {},
): Promise<SnippetRun> {
  const folder = mkdtempSync(join(tmpdir(), "ddeutil-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const here = import.meta.dirname;
  cpSync(join(here, "lib"), folder, { recursive: true });
  writeFileSync(join(folder, "flow.yml"), text);
  const [definition] = definitionsOf(await loadPath(join(folder, "flow.yml")));
  if (definition === undefined) throw new Error("no definition");
  const log = join(folder, "calls.jsonl");
  const services = makeServices({
    workspaces: join(folder, "workspaces"),
    inherited: {
      PATH: `${join(here, "bin")}${delimiter}${process.env.PATH}`,
      CALLS: log,
      FAILURES: JSON.stringify(failures),
      HEALTHY: healthy ? "yes" : "no",
    },
  });
  let context: ResultContext | undefined;
  const workflow = definitionWorkflow(definition, services, { ended: (ended) => (context = ended) });
  await using engine = await Stepwell.open({ store: memory(), workflows: [workflow] });
  const run = await engine.start(workflow, {
    definition,
    params: await resolveParams(definition.params, params, { workflow: definition.name }),
  });
  await run.result().catch(() => {});
  if (context === undefined) throw new Error(`the run did not come to its end: ${await run.why()}`);
  const lines = existsSync(log) ? readFileSync(log, "utf8").trimEnd().split("\n") : [];
  return { context, calls: lines.map((line) => JSON.parse(line) as unknown[]) };
}
