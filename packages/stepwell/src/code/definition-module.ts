/** A file of definitions (YAML, JSON), or what is deployed, as a module: each definition in it is a workflow. */
import { pathToFileURL } from "node:url";
import {
  Boards,
  configuredTasks,
  type Definition,
  DefinitionInvalid,
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
  unknownWorkflows,
  type WorkflowNames,
} from "@stepwell/declarative";
import { servicesSettings } from "@stepwell/declarative/config";
import { shownPath } from "../source-place.ts";
import { deployedUrl } from "./definition-files.ts";
import { type DefinitionWorld, startedBy, worldOf } from "./definition-world.ts";
import type { LoadedModule, LoadingFrom } from "./loaded-module.ts";
import { extensionsOf } from "./plugins-of.ts";

export interface CheckedFile {
  readonly shown: string;
  readonly definitions: readonly Definition[];
  readonly warnings: readonly Problem[];
  /** Theirs, and of the workflows that they start. */
  readonly names: WorkflowNames;
}

/** @throws definition-invalid with all that is wrong */
export async function checkedFile(file: string, from: LoadingFrom): Promise<CheckedFile> {
  const shown = shownPath(file, from.environment.folder);
  const loaded = await loadPath(file, await loadOptions(from));
  return { shown, definitions: definitionsOf(loaded), warnings: loaded.warnings, names: loaded };
}

/** @param known names of workflows that they may start besides their own @throws definition-invalid */
export function checkStarts({ shown, names }: CheckedFile, known: readonly string[]): void {
  const { problems } = unknownWorkflows([names], known);
  if (problems.length > 0) throw new DefinitionInvalid(shown, problems);
}

/** @throws definition-invalid with all that is wrong */
export async function loadDefinitions(file: string, from: LoadingFrom): Promise<LoadedModule> {
  const checked = await checkedFile(file, from);
  const { shown, definitions } = checked;
  const world = await worldOf(from, startedBy(definitions));
  checkStarts(checked, world.deployedNames);
  const services = await servicesOf(world, definitions, from);
  const url = pathToFileURL(file).href;
  const keys = keysOf(world, definitions);
  return moduleOf(definitions, { file, shown, url, services, vars: world.vars, ...keys });
}

/** What is deployed under a name; undefined when nothing is. */
export async function deployedModule(name: string, from: LoadingFrom): Promise<LoadedModule | undefined> {
  const world = await worldOf(from, "all");
  const found = world.deployed.get(name);
  if (found === undefined) return undefined;
  const services = await servicesOf(world, [], from);
  const shown = `deployed, version ${found.version}`;
  const common = { file: "", shown, url: deployedUrl, services, vars: world.vars };
  return moduleOf([found.definition], { ...common, ...keysOf(world, []) });
}

/** The keys of secret params, where there are any. */
function keysOf(world: DefinitionWorld, definitions: readonly Definition[]): Pick<DefinitionModule, "paramKeys"> {
  return allOf(world, definitions).some(hasSecretParams) ? { paramKeys: world.paramKeys } : {};
}

/** Of two definitions of one name, the later one counts. */
function allOf({ deployed }: DefinitionWorld, definitions: readonly Definition[]): Definition[] {
  return [...[...deployed.values()].map(({ definition }) => definition), ...definitions];
}

export interface DefinitionModule extends Pick<LoadedModule, "file" | "shown"> {
  readonly url: string;
  readonly services: Services;
  readonly vars?: JsonMap;
  /** Left out: there are no secret params. */
  readonly paramKeys?: ParamKeys;
}

/** Definitions as a module; of those of which only the name is known, runs that exist have the rest. */
export function moduleOf(
  definitions: readonly (Definition | Pick<Definition, "name">)[],
  { file, shown, url, services, vars = {}, paramKeys }: DefinitionModule,
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

/** @param definitions that may be started, besides those that are deployed */
export async function servicesOf(
  world: DefinitionWorld,
  definitions: readonly Definition[],
  from: LoadingFrom,
): Promise<Services> {
  const { environment, settings } = from;
  const extensions = await extensionsOf(from);
  return makeServices({
    definitions: allOf(world, definitions),
    secrets: world.secrets,
    sealing: world.paramKeys,
    ...servicesSettings(settings, environment.folder),
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
