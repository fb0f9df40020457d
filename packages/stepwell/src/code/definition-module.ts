/** A file of definitions (YAML, JSON), or what is deployed, as a module: each definition in it is a workflow. */
import { fileURLToPath, pathToFileURL } from "node:url";
import {
  Boards,
  configuredTasks,
  type Definition,
  definitionsOf,
  definitionWorkflow,
  type Extensions,
  hasSecretParams,
  type JsonMap,
  type LoadOptions,
  loadPath,
  makeServices,
  type ParamKeys,
  type Problem,
  type RunInput,
  resolveParams,
  type Services,
  type TaskRegistry,
} from "@stepwell/declarative";
import { servicesSettings } from "@stepwell/declarative/config";
import { shownPath } from "../source-place.ts";
import { deployedUrl } from "./definition-files.ts";
import { type DefinitionWorld, startedBy, worldOf } from "./definition-world.ts";
import type { LoadedModule, LoadingFrom } from "./loaded-module.ts";
import { placesOf } from "./places.ts";
import { extensionsOf } from "./plugins-of.ts";

export interface CheckedFile {
  readonly shown: string;
  readonly definitions: readonly Definition[];
  readonly warnings: readonly Problem[];
}

/** @throws definition-invalid with all that is wrong */
export async function checkedFile(file: string, from: LoadingFrom): Promise<CheckedFile> {
  const shown = shownPath(file, from.environment.folder);
  const loaded = await loadPath(file, await loadOptions(from));
  return { shown, definitions: definitionsOf(loaded), warnings: loaded.warnings };
}

/** @throws definition-invalid with all that is wrong */
export async function loadDefinitions(file: string, from: LoadingFrom): Promise<LoadedModule> {
  const { shown, definitions } = await checkedFile(file, from);
  const world = await worldOf(from, startedBy(definitions));
  const others = [...world.deployed.values()].map(({ definition }) => definition);
  const services = await servicesOf({ ...world, definitions: [...others, ...definitions] }, from);
  const url = pathToFileURL(file).href;
  return moduleOf(definitions, {
    file,
    shown,
    url,
    services,
    vars: world.vars,
    ...keysOf(world, [...others, ...definitions]),
  });
}

/** What is deployed under a name; undefined when nothing is. */
export async function deployedModule(name: string, from: LoadingFrom): Promise<LoadedModule | undefined> {
  const world = await worldOf(from, "all");
  const found = world.deployed.get(name);
  if (found === undefined) return undefined;
  const services = await deployedServices(world, from);
  const shown = `deployed, version ${found.version}`;
  const all = [...world.deployed.values()].map(({ definition }) => definition);
  return moduleOf([found.definition], {
    ...{ file: "", shown, url: deployedUrl, services, vars: world.vars },
    ...keysOf(world, all),
  });
}

/** A run that exists carries its definition: the file may have changed meanwhile, or be gone. */
export async function definitionOfRun(
  run: { workflow: string; module: string },
  from: LoadingFrom,
): Promise<LoadedModule> {
  const file = run.module === deployedUrl ? "" : fileURLToPath(run.module);
  const world = await worldOf(from, "all");
  // What others it may start is taken as it is now.
  const { definitions } = file === "" ? { definitions: [] } : await loadPath(file, await loadOptions(from));
  const others = [...world.deployed.values()].map(({ definition }) => definition);
  const services = await servicesOf({ ...world, definitions: [...others, ...definitions] }, from);
  const shown = file === "" ? "deployed" : shownPath(file, from.environment.folder);
  const { inputOf: _, ...module } = moduleOf([{ name: run.workflow }], { file, shown, url: run.module, services });
  return module;
}

/** The keys of secret params, where there are any. */
function keysOf({ paramKeys }: DefinitionWorld, definitions: readonly Definition[]): Pick<Module, "paramKeys"> {
  return definitions.some(hasSecretParams) ? { paramKeys } : {};
}

interface Module extends Pick<LoadedModule, "file" | "shown"> {
  readonly url: string;
  readonly services: Services;
  readonly vars?: JsonMap;
  /** Left out: there are no secret params. */
  readonly paramKeys?: ParamKeys;
}

function moduleOf(
  definitions: readonly (Definition | Pick<Definition, "name">)[],
  { file, shown, url, services, vars = {}, paramKeys }: Module,
): LoadedModule {
  const boards = new Boards();
  const options = { file: url, began: boards.tell.bind(boards) };
  const definition = (name: string): Definition | undefined =>
    definitions.find((each): each is Definition => each.name === name && "params" in each);
  return {
    file,
    shown,
    definitions: { definition, vars, boards },
    workflows: new Map(definitions.map((each) => [each.name, definitionWorkflow(each, services, options)])),
    tasks: new Map(),
    exports: definitions.map(({ name }) => name),
    ...(paramKeys === undefined ? {} : { ready: (engine) => paramKeys.sync(engine.documents) }),
    inputOf: async (name, given) => {
      const found = definition(name);
      return found && (await inputOf(found, { given, vars }));
    },
  };
}

/** How definitions are loaded here: files go by the names that people know. */
export async function loadOptions(from: LoadingFrom): Promise<LoadOptions> {
  const { environment, settings } = from;
  const { folder } = environment;
  const extensions = await extensionsOf(from);
  const docker = settings.get("docker.host");
  const tasks = tasksOf(from, extensions);
  return { ...extensions.loading, ...shellOf(from), tasks, docker, nameOf: (path) => shownPath(path, folder) };
}

export function tasksOf({ settings, environment }: LoadingFrom, { tasks }: Extensions): TaskRegistry {
  const { folder, variables: inherited } = environment;
  return configuredTasks({ settings, folder, inherited, registered: tasks });
}

function shellOf({ settings }: LoadingFrom): { readonly shell?: string } {
  const shell = settings.get("run.shell");
  return shell === undefined ? {} : { shell };
}

function deployedServices(world: DefinitionWorld, from: LoadingFrom): Promise<Services> {
  return servicesOf({ ...world, definitions: [...world.deployed.values()].map(({ definition }) => definition) }, from);
}

/** Of two definitions of one name, the later one counts. */
async function servicesOf(
  {
    definitions,
    secrets,
    paramKeys,
  }: Pick<DefinitionWorld, "secrets" | "paramKeys"> & {
    readonly definitions: readonly Definition[];
  },
  from: LoadingFrom,
): Promise<Services> {
  const { environment, settings } = from;
  const extensions = await extensionsOf(from);
  return makeServices({
    definitions,
    secrets,
    sealing: paramKeys,
    ...placesOf(environment),
    ...servicesSettings(settings),
    inherited: environment.variables,
    ...extensions.services,
    tasks: tasksOf(from, extensions),
  });
}

async function inputOf(
  definition: Definition,
  { given, vars }: { readonly given: unknown; readonly vars: JsonMap },
): Promise<RunInput> {
  return { definition, params: await resolveParams(definition.params, given, { workflow: definition.name }), vars };
}
