/** What reading a source says: text that is not YAML or JSON, or more of it than can be a definition. */
import type { CatalogueEntry } from "@stepwell/core";

/** What people mean by infinity and NaN, and how it is said. */
const notFinite =
  "write a number, leave the key out where there is to be none, or put it in quotes, to keep it as text";

export const sourcesErrors = {
  "source-too-large": {
    message: (f: { what: string; limit: number; unit: string }) => `${f.what} more than ${f.limit} ${f.unit}`,
    hint: "a definition is not the place for data: split it, or read the data in a stage",
  },
  "source-unreadable": {
    message: (f: { file: string; problem: string }) => `${f.file} cannot be read: ${f.problem}`,
    hint: "check the path, and that it is a text in UTF-8",
  },
  "source-empty": {
    message: (_: object) => "there is no definition in it",
    hint: "write one: name, and jobs with their stages; stepwell init makes a file to begin with",
  },
  "invalid-yaml": {
    message: (f: { problem: string; cure: string }) => `this is not YAML: ${f.problem}`,
    hint: (f: { cure: string }) => f.cure,
  },
  "invalid-json": {
    message: (f: { problem: string; cure: string }) => `this is not JSON: ${f.problem}`,
    hint: (f: { cure: string }) => f.cure,
  },
  "yaml-version": {
    message: (f: { version: string }) => `the file asks for YAML ${f.version}`,
    hint: "definitions are YAML 1.2: take the %YAML line out",
  },
  "yaml-documents": {
    message: (_: object) => "a second document begins here",
    hint: "one file is one document: put each definition under its name, or into a file of its own",
  },
  "yaml-tag": {
    message: (f: { tag: string; cure: string }) => `YAML takes ${f.tag} for a tag, not for text`,
    hint: (f: { cure: string }) => f.cure,
  },
  "yaml-alias": {
    message: (f: { name: string; problem: string; cure: string }) =>
      `YAML takes *${f.name} for an alias, and ${f.problem}`,
    hint: (f: { cure: string }) => f.cure,
  },
  "yaml-merge": {
    message: (_: object) => "YAML 1.2 has no merge key <<",
    hint: "repeat the keys, put what jobs share into `defaults`, or make a template of it (`uses: jobs/common#name`)",
  },
  "duplicate-key": {
    message: (f: { key: string; line: number }) => `"${f.key}" stands here twice, first in line ${f.line}`,
    hint: "take one of them out",
  },
  "key-not-text": {
    message: (f: { found: string }) => `${f.found} is used as a key`,
    hint: "a key is a text: put it in quotes",
  },
  "inexact-number": {
    message: (f: { text: string }) => `${f.text} is no number that can be kept exactly`,
    hint: (f: { text: string }) =>
      /^[-+]?\.(?:inf|nan)$/i.test(f.text) ? notFinite : "put it in quotes, to keep it as text",
  },
  "not-data": {
    message: (f: { found: string }) => `${f.found} is not data`,
    hint: (f: { found: string }) =>
      /^(?:NaN|-?Infinity)$/.test(f.found)
        ? notFinite
        : "a definition holds texts, numbers, booleans, null, lists and plain objects only",
  },
} as const satisfies Record<string, CatalogueEntry>;
