/** The plugins that the settings of a process name. Nothing is loaded that they do not name. */
import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { nodeHost, type Plugin } from "@stepwell/core";
import { nearestName } from "@stepwell/core/text";
import type { Settings } from "../config/index.ts";
import { declarativeFailure } from "../errors.ts";
import { loadingTrouble } from "../tasks/loading-trouble.ts";
import { Extensions } from "./extensions.ts";
import { logging } from "./logging.ts";
import { monitoring } from "./monitoring.ts";
import { notification } from "./notification.ts";

interface From {
  readonly settings: Settings;
  /** Where relative paths begin. */
  readonly folder: string;
}

/** Those that come with the package, switched on by their names. */
const own: Readonly<Record<string, (from: From) => Plugin>> = {
  logging: ({ settings, folder }) =>
    logging({ file: resolve(folder, settings.get("logging.file")), level: settings.get("log.level") }),
  monitoring: ({ settings, folder }) =>
    monitoring({ file: resolve(folder, settings.get("monitoring.file")), host: nodeHost() }),
  notification: ({ settings }) => {
    const webhook = settings.get("notification.webhook");
    const to = settings.get("notification.email");
    const url = settings.get("email.server");
    if (webhook === undefined && to === undefined)
      throw declarativeFailure("plugin-invalid", {
        plugin: 'plugin "notification"',
        problem: "is switched on, and neither notification.webhook nor notification.email says whom to tell",
      });
    if (to !== undefined && url === undefined)
      throw declarativeFailure("email-unconfigured", { what: 'plugin "notification"' });
    return notification({
      ...(webhook === undefined ? {} : { webhook }),
      ...(to === undefined || url === undefined
        ? {}
        : { email: { server: { url, from: settings.get("email.from") }, to: to.split(",").map((one) => one.trim()) } }),
    });
  },
};

const known = new WeakMap<Settings, Promise<Extensions>>();

/**
 * Set up once for each set of settings.
 * @throws plugin-unknown, plugin-not-loadable, plugin-invalid, duplicate-name
 */
export function configuredPlugins(from: From): Promise<Extensions> {
  const { settings } = from;
  const found = known.get(settings) ?? setUp(from);
  known.set(settings, found);
  return found;
}

async function setUp(from: From): Promise<Extensions> {
  const plugins: Plugin[] = [];
  for (const name of from.settings.get("plugins")) {
    const made = Object.hasOwn(own, name) ? own[name]?.(from) : undefined;
    if (made !== undefined) plugins.push(made);
    else plugins.push(...(await pluginsOf(name, from.folder)));
  }
  return await Extensions.of(plugins);
}

async function pluginsOf(path: string, folder: string): Promise<Plugin[]> {
  if (!/\.[mc]?[jt]s$/.test(path))
    throw declarativeFailure("plugin-unknown", { name: path, nearest: nearestName(path, Object.keys(own)) });
  const file = resolve(folder, path);
  const found = await imported(file);
  const plugins = [...new Set(Object.values(found).filter(isPlugin))];
  if (plugins.length > 0) return plugins;
  throw declarativeFailure("plugin-invalid", { plugin: path, problem: "exports no plugin that definePlugin has made" });
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
