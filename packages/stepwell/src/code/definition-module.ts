/** A file of definitions (YAML, JSON) as a module: each definition in it is a workflow. */
import { extname } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import {
  type Definition,
  DefinitionInvalid,
  definitionsOf,
  definitionWorkflow,
  type Json,
  type JsonMap,
  loadPath,
  makeServices,
  type RunInput,
  resolveParams,
  type Services,
} from "@stepwell/declarative";
import { type NamedSources, namedValues } from "@stepwell/declarative/config";
import { openToLook, storeExists } from "../open-engine.ts";
import { shownPath } from "../source-place.ts";
import type { LoadedModule, LoadingFrom } from "./loaded-module.ts";
import { placesOf } from "./places.ts";

const endings: ReadonlySet<string> = new Set([".yml", ".yaml", ".json"]);

export function isDefinitionFile(path: string): boolean {
  return endings.has(extname(path).toLowerCase());
}

/** @throws definition-invalid with all that is wrong */
export async function loadDefinitions(file: string, from: LoadingFrom): Promise<LoadedModule> {
  const shown = shownPath(file, from.environment.folder);
  const loaded = await loadPath(file, shellOf(from));
  if (loaded.problems.length > 0) throw new DefinitionInvalid(shown, inWords(loaded.problems, file, shown));
  const definitions = definitionsOf(loaded);
  const { services, vars } = await servicesOf(definitions, from);
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
        { given, vars },
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
  const { definitions } = await loadPath(file, shellOf(from));
  const { services } = await servicesOf(definitions, from);
  const workflow = definitionWorkflow({ name: run.workflow }, services, { file: run.module });
  const workflows = new Map([[run.workflow, workflow]]);
  return {
    file,
    shown: shownPath(file, from.environment.folder),
    workflows,
    tasks: new Map(),
    exports: [run.workflow],
  };
}

function shellOf({ settings }: LoadingFrom): { readonly shell?: string } {
  const shell = settings.get("run.shell");
  return shell === undefined ? {} : { shell };
}

async function servicesOf(
  definitions: readonly Definition[],
  from: LoadingFrom,
): Promise<{ readonly services: Services; readonly vars: JsonMap }> {
  const { environment, settings } = from;
  const { secrets, vars } = await namesOf(from);
  const services = makeServices({
    definitions,
    secrets: new Map([...secrets].map(([name, { value }]) => [name, String(value)])),
    ...placesOf(environment),
    maxJobParallel: settings.get("max-job-parallel"),
    ...shellOf(from),
    inherited: environment.variables,
  });
  return { services, vars: Object.fromEntries([...vars].map(([name, { value }]) => [name, value as Json])) };
}

/** Secrets and variables of every layer; the store's only where there is a store. */
async function namesOf(from: LoadingFrom) {
  const engine = storeExists(from) ? await openToLook(from) : undefined;
  try {
    const sources = { settings: from.settings, documents: engine?.documents ?? noDocuments };
    return { secrets: await namedValues("secrets", sources), vars: await namedValues("vars", sources) };
  } finally {
    await engine?.close();
  }
}

const noDocuments: NamedSources["documents"] = {
  get: () => Promise.resolve(undefined),
  list: () => Promise.resolve({ items: [], next: undefined }),
};

async function inputOf(
  definition: Definition | undefined,
  { given, vars }: { readonly given: unknown; readonly vars: JsonMap },
): Promise<RunInput | undefined> {
  if (definition === undefined) return undefined;
  return { definition, params: await resolveParams(definition.params, given, { workflow: definition.name }), vars };
}

/** Messages name files as the person did. */
function inWords<P extends { place?: { file: string } }>(problems: readonly P[], file: string, shown: string): P[] {
  return problems.map((problem) =>
    problem.place?.file === file ? { ...problem, place: { ...problem.place, file: shown } } : problem,
  );
}
