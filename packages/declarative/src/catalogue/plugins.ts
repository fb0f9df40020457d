/** What can be wrong with plugins of definitions. */
import type { CatalogueEntry } from "@stepwell/core";

export const pluginsErrors = {
  "plugin-invalid": {
    message: (f: { plugin: string; problem: string }) => `${f.plugin}: ${f.problem}`,
    hint: "mend the plugin, or take it out of the setting plugins",
  },
  "plugin-unknown": {
    message: (f: { name: string; nearest: string }) => `no plugin is called "${f.name}"`,
    hint: (f: { nearest: string }) =>
      f.nearest === ""
        ? "known are logging, monitoring and notification; any other is the path of a module: ./plugins/slack.ts"
        : `did you mean "${f.nearest}"?`,
  },
  "plugin-not-loadable": {
    message: (f: { file: string; line: number | undefined; problem: string }) =>
      `${f.file}${f.line === undefined ? "" : `:${f.line}`} cannot be loaded: ${f.problem}`,
    hint: "mend the module of the plugin, or take it out of the setting plugins",
  },
} as const satisfies Record<string, CatalogueEntry>;
