/** The plugins of a module that the settings name by its path. */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { Plugin } from "@stepwell/core";
import { nearestName } from "@stepwell/core/text";
import { declarativeFailure } from "../errors.ts";
import { loadingTrouble } from "../tasks/loading-trouble.ts";

const isModule = (name: string): boolean => /\.[mc]?[jt]s$/.test(name);

/** @throws plugin-unknown, plugin-missing, plugin-not-loadable, plugin-invalid */
export async function pluginsOfModule(
  path: string,
  { where, folder, others }: { readonly where: string; readonly folder: string; readonly others: readonly string[] },
): Promise<readonly Plugin[]> {
  const file = resolve(folder, path);
  if (!isModule(path)) {
    const nearest = nearestName(path, others) || modulesBeside(path, folder).find((one) => one.startsWith(`${path}.`));
    throw declarativeFailure("plugin-unknown", { where, name: path, nearest: nearest ?? "" });
  }
  if (!existsSync(file)) {
    const nearest = nearestName(path, modulesBeside(path, folder));
    throw declarativeFailure("plugin-missing", { where, name: path, file, nearest });
  }
  const found = await imported(file);
  const plugins = [...new Set(Object.values(found).filter(isPlugin))];
  if (plugins.length > 0) return plugins;
  throw declarativeFailure("plugin-invalid", { plugin: path, problem: "exports no plugin that definePlugin has made" });
}

/** As they would be written in its place. */
function modulesBeside(path: string, folder: string): string[] {
  try {
    const start = path.slice(0, path.length - basename(path).length);
    return readdirSync(dirname(resolve(folder, path)))
      .filter(isModule)
      .map((name) => `${start}${name}`);
  } catch {
    return [];
  }
}

async function imported(file: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    return (await import(pathToFileURL(file).href)) as Record<string, unknown>;
  } catch (error) {
    const { stack = String(error) } = error instanceof Error ? error : {};
    // Of plain JavaScript the place of a syntax error is in no stack; a Node that only checks prints it.
    const printed =
      error instanceof SyntaxError ? spawnSync(process.execPath, ["--check", file], { encoding: "utf8" }).stderr : "";
    const trouble = loadingTrouble(printed.includes("SyntaxError") ? printed : stack, file);
    throw declarativeFailure("plugin-not-loadable", trouble, error);
  }
}

function isPlugin(value: unknown): value is Plugin {
  const { name, setup } = (typeof value === "object" && value !== null ? value : {}) as Partial<Plugin>;
  return typeof name === "string" && typeof setup === "function";
}
