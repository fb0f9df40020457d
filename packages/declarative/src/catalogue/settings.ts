/** What can be wrong with settings. */
import type { CatalogueEntry } from "@stepwell/core";

export const settingsErrors = {
  "settings-invalid": {
    message: (f: { messages: readonly string[]; problems: readonly object[] }) =>
      `settings cannot be used: ${f.messages.join("; ")}`,
    hint: (f: { problems: readonly { readonly hint?: string }[] }) =>
      [...new Set(f.problems.map(({ hint = "" }) => hint))].join("; "),
  },
  "setting-refused": {
    /** `value` is hidden where it is secret. */
    message: (f: { where: string; key: string; value: string; problem: string; expected: string }) =>
      `${f.where}: ${f.key} is ${f.value}, and ${f.problem}`,
    hint: (f: { expected: string }) => `give ${f.expected}`,
  },
  "unknown-setting": {
    message: (f: { where: string; key: string; nearest: string }) => `${f.where}: there is no setting "${f.key}"`,
    hint: (f: { nearest: string }) =>
      f.nearest === "" ? "stepwell config lists them all" : `did you mean "${f.nearest}"?`,
  },
  "setting-given-twice": {
    message: (f: { key: string; first: string; second: string; own: string }) =>
      `${f.first} and ${f.second} both set ${f.key}, and differ`,
    hint: (f: { own: string }) => `take one of them away, or set ${f.own}, which wins over both`,
  },
  "settings-unreadable": {
    message: (f: { file: string; problem: string }) => `${f.file} cannot be read as settings: ${f.problem}`,
    hint: "check the path; settings are a map in YAML or JSON, stepwell.yml in the working folder or --config FILE",
  },
  "bad-keys": {
    message: (f: { problem: string }) => `STEPWELL_KEYS cannot be used: ${f.problem}`,
    hint: "write it as id:base64,id:base64 with keys of 32 bytes; the first one encrypts, all decrypt",
  },
} as const satisfies Record<string, CatalogueEntry>;
