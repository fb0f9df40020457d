/** What settings and store give to definitions: secrets, variables, and what is deployed. */
import {
  type Definition,
  type DeployedDefinition,
  Deployments,
  everyStage,
  type Json,
  type JsonMap,
  ParamKeys,
} from "@stepwell/declarative";
import { type NamedSources, namedValues } from "@stepwell/declarative/config";
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
  /** False where there is no store to look into. */
  readonly hasStore: boolean;
}

/** @param names of deployed definitions that are wanted; "all" for those that are started by name, too */
export async function worldOf(from: LoadingFrom, names: readonly string[] | "all"): Promise<DefinitionWorld> {
  const engine = storeExists(from) && from.store !== "memory:" ? await openToLook(from) : undefined;
  try {
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
      hasStore: engine !== undefined,
    };
  } finally {
    await engine?.close();
  }
}

/** Names of all that is deployed; nothing else is read, and no key is needed. */
export async function deployedNames(from: LoadingFrom): Promise<readonly string[]> {
  if (!storeExists(from) || from.store === "memory:") return [];
  await using engine = await openToLook(from);
  return await new Deployments(engine.documents).names();
}

const noDocuments: NamedSources["documents"] = {
  get: () => Promise.resolve(undefined),
  list: () => Promise.resolve({ items: [], next: undefined }),
};

/** The deployed definitions that these may start: all, where one starts any. */
export function startedBy(definitions: readonly Definition[]): readonly string[] | "all" {
  return definitions.some((one) => everyStage(one).some(({ type }) => type === "trigger")) ? "all" : [];
}
