/** What can be wrong with plugins of definitions. */
import type { CatalogueEntry } from "@stepwell/core";

export const pluginsErrors = {
  "plugin-invalid": {
    message: (f: { plugin: string; problem: string }) => `${f.plugin}: ${f.problem}`,
    hint: "mend the plugin, or take it out of the setting plugins",
  },
  "plugin-unknown": {
    /** `where`: the place of the setting. */
    message: (f: { where: string; name: string; nearest: string }) => `${f.where}: no plugin is called "${f.name}"`,
    hint: (f: { nearest: string }) =>
      f.nearest === ""
        ? "known are logging, monitoring and notification; any other is the path of a module: ./plugins/slack.ts"
        : `did you mean "${f.nearest}"?`,
  },
  "plugin-missing": {
    message: (f: { where: string; name: string; file: string; nearest: string }) =>
      `${f.where}: the module of the plugin "${f.name}" is not there: ${f.file}`,
    hint: (f: { nearest: string }) =>
      f.nearest === "" ? "correct its path in the setting plugins, or take it out" : `did you mean "${f.nearest}"?`,
  },
  "plugin-twice": {
    message: (f: { where: string; name: string }) => `${f.where}: the plugin "${f.name}" is named twice`,
    hint: "take it out once: it would be set up for each time that it is named",
  },
  "plugin-not-loadable": {
    message: (f: { file: string; line: number | undefined; problem: string }) =>
      `${f.file}${f.line === undefined ? "" : `:${f.line}`} cannot be loaded: ${f.problem}`,
    hint: "mend the module of the plugin, or take it out of the setting plugins",
  },
} as const satisfies Record<string, CatalogueEntry>;
