/** Executes YAML in memory, as a person would from a file: for the tests of stages. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { memory, type RunHandle, Stepwell } from "@stepwell/core";
import { definitionWorkflow } from "../interpret/definition-workflow.ts";
import type { ResultContext } from "../interpret/records.ts";
import { makeServices, type ServicesOptions } from "../interpret/services.ts";
import { definitionsOf, loadText } from "../load/load.ts";
import { resolveParams } from "../params/resolve-params.ts";

export interface Ran {
  readonly context: ResultContext;
  readonly ops: readonly string[];
  readonly logs: readonly string[];
}

export interface RanOptions extends Partial<ServicesOptions> {
  /** What is done from outside while the run goes on. */
  readonly meanwhile?: (run: RunHandle, engine: Stepwell) => Promise<void>;
}

/** Until the run does nothing but wait. */
export async function waiting(run: RunHandle): Promise<void> {
  while ((await run.status()).status !== "waiting") await new Promise((resolve) => setImmediate(resolve));
}

/** @param text one definition, or several by name, of which the first is executed */
export async function ran(
  text: string,
  params: Readonly<Record<string, unknown>> = {},
  { meanwhile, ...options }: RanOptions = {},
): Promise<Ran> {
  const definitions = definitionsOf(await loadText({ file: "test.yml", text, format: "yaml" }));
  const workspaces = mkdtempSync(join(tmpdir(), "stepwell-yaml-"));
  const inherited = { PATH: process.env.PATH };
  const services = makeServices({ definitions, workspaces, inherited, ...options });
  const ends = new Map<string, ResultContext>();
  const workflows = definitions.map((each) =>
    definitionWorkflow(each, services, { ended: (context) => ends.set(context.info.runId, context) }),
  );
  try {
    await using engine = await Stepwell.open({ store: memory(), workflows });
    const [definition] = definitions;
    const [workflow] = workflows;
    if (definition === undefined || workflow === undefined) throw new Error("no definition");
    const input = { definition, params: await resolveParams(definition.params, params, { workflow: definition.name }) };
    const run = await engine.start(workflow, input);
    await meanwhile?.(run, engine);
    await run.result().catch(() => {});
    const context = ends.get(run.id);
    if (context === undefined) throw new Error(`the run did not come to its end: ${await run.why()}`);
    const logs = (await run.logs()).map((line) => line.text);
    return { context, ops: (await run.journal()).filter(({ kind }) => kind !== "set").map(({ op }) => op), logs };
  } finally {
    rmSync(workspaces, { recursive: true, force: true });
  }
}

/** A definition of one job with these stages, written at no indent. */
export function ofStages(stages: string, head = ""): string {
  const indented = stages.trim().replaceAll("\n", "\n      ");
  return `name: test\n${head}jobs:\n  job:\n    stages:\n      ${indented}\n`;
}
