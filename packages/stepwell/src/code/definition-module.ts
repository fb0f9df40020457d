/** A file of definitions (YAML, JSON) as a module: each definition in it is a workflow. */
import { extname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import {
  type Definition,
  DefinitionInvalid,
  definitionsOf,
  definitionWorkflow,
  loadPath,
  makeServices,
  type RunInput,
  resolveParams,
  type Services,
} from "@stepwell/declarative";
import { shownPath } from "../source-place.ts";
import type { LoadedModule, LoadingFrom } from "./loaded-module.ts";

const endings: ReadonlySet<string> = new Set([".yml", ".yaml", ".json"]);

export function isDefinitionFile(path: string): boolean {
  return endings.has(extname(path).toLowerCase());
}

/** @throws definition-invalid with all that is wrong */
export async function loadDefinitions(file: string, from: LoadingFrom): Promise<LoadedModule> {
  const shown = shownPath(file, from.folder);
  const loaded = await loadPath(file);
  if (loaded.problems.length > 0) throw new DefinitionInvalid(shown, inWords(loaded.problems, file, shown));
  const definitions = definitionsOf(loaded);
  const services = servicesOf(definitions, from);
  const options = { file: pathToFileURL(file).href };
  return {
    file,
    shown,
    workflows: new Map(definitions.map((each) => [each.name, definitionWorkflow(each, services, options)])),
    tasks: new Map(),
    exports: definitions.map(({ name }) => name),
    inputOf: async (name, given) =>
      inputOf(
        definitions.find((each) => each.name === name),
        given,
      ),
  };
}

/** A run that exists carries its definition: the file may have changed meanwhile, or be gone. */
export async function definitionOfRun(
  run: { workflow: string; module: string },
  from: LoadingFrom,
): Promise<LoadedModule> {
  const file = fileURLToPath(run.module);
  // What others it may start is taken as it is now.
  const { definitions } = await loadPath(file);
  const workflow = definitionWorkflow({ name: run.workflow }, servicesOf(definitions, from), { file: run.module });
  const workflows = new Map([[run.workflow, workflow]]);
  return { file, shown: shownPath(file, from.folder), workflows, tasks: new Map(), exports: [run.workflow] };
}

function servicesOf(definitions: readonly Definition[], { folder, variables: inherited }: LoadingFrom): Services {
  return makeServices({ definitions, workspaces: join(folder, ".stepwell/workspaces"), inherited });
}

async function inputOf(definition: Definition | undefined, given: unknown): Promise<RunInput | undefined> {
  if (definition === undefined) return undefined;
  return { definition, params: await resolveParams(definition.params, given, { workflow: definition.name }) };
}

/** Messages name files as the person did. */
function inWords<P extends { place?: { file: string } }>(problems: readonly P[], file: string, shown: string): P[] {
  return problems.map((problem) =>
    problem.place?.file === file ? { ...problem, place: { ...problem.place, file: shown } } : problem,
  );
}
