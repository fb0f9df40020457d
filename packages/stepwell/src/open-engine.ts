/** Opens the store that a command was given: to look at it, or to execute runs of it. */
import { existsSync } from "node:fs";
import { flushCompileCache } from "node:module";
import { resolve } from "node:path";
import { type OpenOptions, type Plugin, Stepwell } from "@stepwell/core";
import { keysFrom, makeStoreFolder, storeFile } from "@stepwell/declarative/config";
import type { Code } from "./code/loaded-module.ts";
import { extensionsOf } from "./code/plugins-of.ts";
import type { CommandCall } from "./command-spec.ts";
import { commandFailure } from "./errors.ts";
import { defaultStore, storeFromUrl } from "./store-url.ts";

type Opening = Pick<CommandCall, "store" | "environment" | "settings">;

/** Executes nothing, and makes no store. @throws no-store, unknown-store, and the store's own errors */
export async function openToLook(call: Opening): Promise<Stepwell> {
  const { store, environment } = call;
  const provider = storeFromUrl(store);
  const file = storeFile(store);
  if (file !== undefined && !existsSync(resolve(environment.folder, file))) throw commandFailure("no-store", { store });
  return await Stepwell.open({ store: provider, worker: false, ...whose(call) });
}

/** The same with code to hold runs against. */
export async function openToCheck(call: Opening, code: Code): Promise<Stepwell> {
  const { store } = call;
  await openToLook(call).then((engine) => engine.close());
  return await Stepwell.open({
    store: storeFromUrl(store),
    ...code,
    worker: false,
    ...buildOf(call),
    ...whose(call),
  });
}

/** True when the store is there, or is one that is made by opening it. */
export function storeExists({ store, environment }: Opening): boolean {
  const file = storeFile(store);
  return file === undefined || existsSync(resolve(environment.folder, file));
}

/** Starts runs and executes none; makes the store if it is not there. */
export async function openToStart(call: Opening, code: Partial<Code> = {}): Promise<Stepwell> {
  const provider = storeFromUrl(call.store);
  makeFolder(call);
  return await Stepwell.open({ store: provider, ...code, worker: false, ...whose(call) });
}

/** Executes runs of the code; makes the store if it is not there. @param notice gets what the engine says by itself */
export async function openToWork(call: Opening, code: Code, notice: (text: string) => void): Promise<Stepwell> {
  const provider = storeFromUrl(call.store);
  makeFolder(call);
  const log = (text: string, error?: unknown): void =>
    notice(error instanceof Error ? `${text}: ${error.message}` : text);
  // The command is there for the runs that it was given: others of the same code are not its business.
  const parts = { ...code, ...whose(call), ...buildOf(call), plugins: await pluginsOf(call) };
  const engine = await Stepwell.open({ store: provider, ...parts, log, worker: { runs: "own" } });
  // Node would keep what it has compiled when the process ends; one that is killed does not come to that.
  flushCompileCache();
  return engine;
}

/** Loaded only when there are some. @throws plugin-unknown, plugin-not-loadable, plugin-invalid */
async function pluginsOf(call: Opening): Promise<readonly Plugin[]> {
  return call.settings.get("plugins").length === 0 ? [] : (await extensionsOf(call)).plugins;
}

/** How what is executed here is called; without it, the engine makes a name of the code. */
function buildOf({ settings }: Opening): { readonly build?: string } {
  const build = settings.get("build");
  return build === undefined ? {} : { build };
}

/** @throws bad-keys */
function whose({ settings }: Opening): Pick<OpenOptions, "codec" | "namespace"> {
  return { namespace: settings.get("namespace"), ...keysFrom(settings.get("keys")) };
}

/** Only that of the default: elsewhere a folder that is not there is more likely a slip. */
function makeFolder({ store, environment }: Opening): void {
  const file = storeFile(store);
  if (store === defaultStore && file !== undefined) makeStoreFolder(resolve(environment.folder, file));
}
