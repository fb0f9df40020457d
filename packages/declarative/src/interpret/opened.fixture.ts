/** Definitions on stores and queues of a test's choice. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { memory, type RunHandle, Stepwell, type StoreProvider } from "@stepwell/core";
import { definitionsOf, loadText } from "../load/load.ts";
import { resolveParams } from "../params/resolve-params.ts";
import { definitionWorkflow } from "./definition-workflow.ts";
import type { ResultContext } from "./records.ts";
import { makeServices, type ServicesOptions } from "./services.ts";

export const folder = mkdtempSync(join(tmpdir(), "stepwell-places-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));

export interface Opened extends AsyncDisposable {
  start(params?: object, id?: string): Promise<RunHandle>;
  context(id: string): ResultContext | undefined;
  readonly engine: Stepwell;
}

export async function opened(
  text: string,
  {
    store = memory(),
    queues = ["default"],
    ...options
  }: { store?: StoreProvider; queues?: string[] } & Partial<ServicesOptions> = {},
): Promise<Opened> {
  const definitions = definitionsOf(await loadText({ file: "flow.yml", text, format: "yaml" }));
  const services = makeServices({
    definitions,
    workspaces: join(folder, "workspaces"),
    inherited: { PATH: process.env.PATH },
    ...options,
  });
  const ends = new Map<string, ResultContext>();
  const workflows = definitions.map((each) =>
    definitionWorkflow(each, services, { ended: (context) => ends.set(context.info.runId, context) }),
  );
  const engine = await Stepwell.open({ store, workflows, worker: { queues } });
  const [definition] = definitions;
  const [workflow] = workflows;
  if (definition === undefined || workflow === undefined) throw new Error("no definition");
  return {
    engine,
    start: async (params = {}, id) => {
      const given = await resolveParams(definition.params, params, { workflow: definition.name });
      return await engine.start(workflow, { definition, params: given }, id === undefined ? {} : { id });
    },
    context: (id) => ends.get(id),
    [Symbol.asyncDispose]: () => engine.close(),
  };
}

export async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setImmediate(resolve));
}

export const ended = (run: RunHandle) => run.result().catch(() => {});
