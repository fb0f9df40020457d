/** What is wrong with what was given: options, names, values. */
import type { CatalogueEntry } from "./entry.ts";

export const optionsErrors = {
  "invalid-option": {
    message: (f: { where: string; option: string; problem: string }) => `${f.where}: option "${f.option}" ${f.problem}`,
    hint: "correct the option; the reference lists each one with its type, unit and default",
  },
  "invalid-name": {
    message: (f: { what: string; name: string; problem: string }) => `${f.what} ${JSON.stringify(f.name)} ${f.problem}`,
    hint: (f: { what: string }) =>
      f.what === "run id"
        ? "use 1 to 255 characters, none of them a control character, and no @ at the beginning"
        : "use a plain name without / # ~ [ ]; these separate scopes and numbers in the journal",
  },
  "invalid-duration": {
    message: (f: { where: string; value: string; problem: string }) =>
      `${f.where}: ${f.value} is not a duration: ${f.problem}`,
    hint: 'give milliseconds, text such as "1.5 h" or "3 days", { hours: 2 }, or a Temporal.Duration without months or years',
  },
  "unserialisable-value": {
    message: (f: { where: string; path: string; problem: string }) =>
      `${f.where}: the value at ${f.path} cannot be kept: ${f.problem}`,
    hint: "return plain data: JSON, Date, BigInt, Map, Set, RegExp, URL, Uint8Array, Error; turn anything else into these",
  },
  "value-too-large": {
    message: (f: { where: string; bytes: number; limitBytes: number }) =>
      `${f.where}: the value takes ${f.bytes} bytes, the limit is ${f.limitBytes}`,
    hint: "return a path, URL or key instead of the data, or raise defaults.valueBytes",
  },
  "damaged-value": {
    message: (f: { where: string; problem: string }) => `${f.where}: what is stored cannot be decoded: ${f.problem}`,
    hint: "the database was changed from outside or the disk is failing; restore a backup (nothing was repaired or overwritten)",
  },
  "key-missing": {
    message: (f: { key: string }) => `a value is encrypted with key "${f.key}", which is not here`,
    hint: (f: { key: string }) =>
      `give it to Stepwell.open({ codec: encryption({ keys: { "${f.key}": … } }) }), or to the command in STEPWELL_KEYS; then resume the runs that it has blocked`,
  },
  "decryption-failed": {
    message: (f: { key: string }) => `a value cannot be decrypted with key "${f.key}"`,
    hint: (f: { key: string }) =>
      `either the key given as "${f.key}" is not the one that encrypted it, or the value was changed in the database`,
  },
  "encryption-needed": {
    message: (f: { kind: string; name: string }) =>
      `${f.kind} "${f.name}" is to be kept encrypted, and this engine has no keys`,
    hint: "give keys to Stepwell.open({ codec: encryption({ keys, current }) }), or to the command in STEPWELL_KEYS; stepwell secrets set --plain does without",
  },
  "duplicate-name": {
    message: (f: { what: string; name: string; first: string; second: string }) =>
      `two ${f.what}s are named "${f.name}": one from ${f.first}, another from ${f.second}`,
    hint: "names are unique per engine: rename one, or register it once",
  },
  "unknown-implementation": {
    message: (f: { kind: string; name: string; known: readonly string[] }) =>
      `no ${f.kind} "${f.name}" is registered here; known: ${f.known.length === 0 ? "none" : f.known.join(", ")}`,
    hint: "check the name, or give the plugin that registers it to Stepwell.open({ plugins: [...] })",
  },
  "schema-mismatch": {
    message: (f: { what: string; issues: readonly string[] }) =>
      `${f.what} does not fit its schema: ${f.issues.join("; ")}`,
    hint: "correct the value, or the schema; nothing was recorded as a success",
  },
} as const satisfies Record<string, CatalogueEntry>;
