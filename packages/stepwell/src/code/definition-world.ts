/** What settings and store give to definitions: secrets, variables, and what is deployed. */
import { type Stepwell, StepwellError } from "@stepwell/core";
import {
  type Definition,
  type DeployedDefinition,
  Deployments,
  everyStage,
  type Json,
  type JsonMap,
  ParamKeys,
} from "@stepwell/declarative";
import { type NamedSources, type NamedValue, namedNames, namedValues } from "@stepwell/declarative/config";
import { openToLook, storeExists } from "../open-engine.ts";
import type { LoadingFrom } from "./loaded-module.ts";

export interface DefinitionWorld {
  readonly secrets: ReadonlyMap<string, string>;
  /** Of secret params. */
  readonly paramKeys: ParamKeys;
  readonly vars: JsonMap;
  /** What is deployed, by name, as far as it was asked for. */
  readonly deployed: ReadonlyMap<string, DeployedDefinition>;
  /** Names of all that is deployed. */
  readonly deployedNames: readonly string[];
}

/** @param names of deployed definitions that are wanted; "all" for those that are started by name, too */
export async function worldOf(from: LoadingFrom, names: readonly string[] | "all"): Promise<DefinitionWorld> {
  return await inStore(from, async (engine) => {
    const sources = { settings: from.settings, documents: engine?.documents ?? noDocuments };
    const [secrets, vars] = [await namedValues("secrets", sources), await namedValues("vars", sources)];
    const paramKeys = new ParamKeys();
    if (engine !== undefined) await paramKeys.load(engine.documents);
    const deployments = engine && new Deployments(engine.documents);
    const deployedNames = (await deployments?.names()) ?? [];
    const deployed = new Map<string, DeployedDefinition>();
    for (const name of names === "all" ? deployedNames : names) {
      const found = await deployments?.definition(name);
      if (found !== undefined) deployed.set(name, found);
    }
    return {
      secrets: new Map([...secrets].map(([name, { value }]) => [name, String(value)])),
      paramKeys,
      vars: Object.fromEntries([...vars].map(([name, { value }]) => [name, value as Json])),
      deployed,
      deployedNames,
    };
  });
}

/** Names of all that is deployed; nothing else is read, and no key is needed. */
export async function deployedNames(from: LoadingFrom): Promise<readonly string[]> {
  return await inStore(from, async (engine) => (engine ? await new Deployments(engine.documents).names() : []));
}

/** What there is beside one definition: as much as can be told without the keys of what it does not read. */
export interface Surroundings {
  readonly secrets: ReadonlySet<string>;
  /** Empty where it reads none. */
  readonly vars: JsonMap;
  /** What is deployed under its name. */
  readonly deployed: DeployedDefinition | undefined;
  /** Why that cannot be read; "" where it can, or is not there. */
  readonly unreadable: string;
  readonly deployedNames: readonly string[];
  /** False where there is no store to look into. */
  readonly hasStore: boolean;
}

/** @throws key-missing, decryption-failed: of variables that it reads */
export async function surroundingsOf(definition: Definition, from: LoadingFrom): Promise<Surroundings> {
  return await inStore(from, async (engine) => {
    const sources = { settings: from.settings, documents: engine?.documents ?? noDocuments };
    const readsVars = /\bvars\b/i.test(JSON.stringify(definition));
    const vars = readsVars ? await namedValues("vars", sources) : new Map<string, NamedValue>();
    const deployments = engine && new Deployments(engine.documents);
    const deployed = await readable(async () => await deployments?.definition(definition.name));
    return {
      secrets: await namedNames("secrets", sources),
      vars: Object.fromEntries([...vars].map(([name, { value }]) => [name, value as Json])),
      deployed: deployed.value,
      unreadable: deployed.problem,
      deployedNames: (await deployments?.names()) ?? [],
      hasStore: engine !== undefined,
    };
  });
}

async function readable<T>(read: () => Promise<T>): Promise<{ value: T | undefined; problem: string }> {
  try {
    return { value: await read(), problem: "" };
  } catch (error) {
    if (!(error instanceof StepwellError) || !/^(?:key-missing|decryption-failed)$/.test(error.code)) throw error;
    return { value: undefined, problem: error.message };
  }
}

/** One that is deployed; undefined: there is none, but the names of others. @throws key-missing, decryption-failed */
export async function deployedUnder(
  name: string,
  from: LoadingFrom,
): Promise<{ readonly found: DeployedDefinition | undefined; readonly names: readonly string[] }> {
  return await inStore(from, async (engine) => {
    const deployments = engine && new Deployments(engine.documents);
    return { found: await deployments?.definition(name), names: (await deployments?.names()) ?? [] };
  });
}

/** @param use is given undefined where there is no store */
async function inStore<T>(from: LoadingFrom, use: (engine: Stepwell | undefined) => Promise<T>): Promise<T> {
  const engine = storeExists(from) && from.store !== "memory:" ? await openToLook(from) : undefined;
  try {
    return await use(engine);
  } finally {
    await engine?.close();
  }
}

const noDocuments: NamedSources["documents"] = {
  get: () => Promise.resolve(undefined),
  list: () => Promise.resolve({ items: [], next: undefined }),
};

/** The deployed definitions that these may start: all, where one starts any. */
export function startedBy(definitions: readonly Definition[]): readonly string[] | "all" {
  return definitions.some((one) => everyStage(one).some(({ type }) => type === "trigger")) ? "all" : [];
}
