/** The plugins that the settings of a process name. Nothing is loaded that they do not name. */
import { resolve } from "node:path";
import { nodeHost, type Plugin } from "@stepwell/core";
import { originText } from "../config/given.ts";
import type { Settings } from "../config/index.ts";
import { declarativeFailure } from "../errors.ts";
import { Extensions, type NamedPlugin } from "./extensions.ts";
import { logging } from "./logging.ts";
import { monitoring } from "./monitoring.ts";
import { notification } from "./notification.ts";
import { pluginsOfModule } from "./plugin-module.ts";

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
 * @throws plugin-unknown, plugin-missing, plugin-twice, plugin-not-loadable, plugin-invalid, duplicate-name
 */
export function configuredPlugins(from: From): Promise<Extensions> {
  const { settings } = from;
  const found = known.get(settings) ?? setUp(from);
  known.set(settings, found);
  return found;
}

async function setUp(from: From): Promise<Extensions> {
  const where = originText(from.settings.origin("plugins"));
  const found: NamedPlugin[] = [];
  for (const name of from.settings.get("plugins")) {
    const made = Object.hasOwn(own, name) ? own[name]?.(from) : undefined;
    const plugins =
      made !== undefined
        ? [made]
        : await pluginsOfModule(name, { where, folder: from.folder, others: Object.keys(own) });
    for (const plugin of plugins) {
      // The same again, however it is written; two that share a name are another matter.
      const isKnown = found.some((one) => one.plugin === plugin || (made !== undefined && one.by === name));
      if (isKnown) throw declarativeFailure("plugin-twice", { where, name });
      found.push({ plugin, by: name });
    }
  }
  return await Extensions.named(found);
}
