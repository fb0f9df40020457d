/** The layer of the settings file. Loaded only when there is one: it brings the readers of YAML and JSON. */
import { readFileSync } from "node:fs";
import { dirname, extname, resolve } from "node:path";
import { messageOf } from "@stepwell/core";
import { nearestName } from "@stepwell/core/text";
import { type Problem, problem, type Report } from "../diagnosis/problem.ts";
import type { MapNode, ScalarNode, SourceNode } from "../source/node.ts";
import { readSource } from "../source/read.ts";
import { type Given, type Layer, type NamedKind, namePattern, type Origin, originText } from "./given.ts";
import { plainOf } from "./plain.ts";
import { type SettingKey, settingKeys } from "./setting-table.ts";

export interface SettingsFile {
  /** As people know it. */
  readonly name: string;
  readonly path: string;
  readonly workingFolder: string;
}

export interface FileLayer extends Layer {
  /** Where relative paths in it begin; undefined for the working folder. */
  readonly folder: string | undefined;
}

/** Undefined when it cannot be read, which has been reported. */
export function readSettingsFile(file: SettingsFile, report: Report): FileLayer | undefined {
  const text = readText(file, report);
  if (text === undefined) return undefined;
  const settings = new Map<SettingKey, Given>();
  const named = { secrets: new Map<string, Given>(), vars: new Map<string, Given>() };
  const above = dirname(file.path);
  const layer = { settings, named, folder: above === file.workingFolder ? undefined : above };
  const target = { layer, report, base: above };
  const format = extname(file.path) === ".json" ? "json" : "yaml";
  // A file of comments alone sets nothing.
  const unlessEmpty = (one: Problem): void => void (one.code === "source-empty" || report(one));
  const tree = readSource({ file: file.name, text, format }, unlessEmpty);
  if (tree === undefined || isNothing(tree)) return layer;
  if (tree.kind !== "map") report(problem("settings-unreadable", { file: file.name, problem: "it is not a map" }));
  else readMap(tree, "", target);
  return layer;
}

function readText({ name, path }: SettingsFile, report: Report): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    report(problem("settings-unreadable", { file: name, problem: messageOf(error) }));
    return undefined;
  }
}

interface Target {
  readonly layer: {
    readonly settings: Map<SettingKey, Given>;
    readonly named: Record<NamedKind, Map<string, Given>>;
  };
  /** Files that it names are below it. */
  readonly base: string;
  readonly report: Report;
}

/** @param above the levels over it, as `run.` */
function readMap(map: MapNode, above: string, target: Target): void {
  const { layer, report } = target;
  for (const { key: keyNode, value } of map.entries.values()) {
    const name = above + String(keyNode.value);
    const key = settingKeys.find((one) => one === name);
    if (above === "" && (name === "secrets" || name === "vars")) readNamed(name, value, target);
    else if (key !== undefined) {
      if (!isNothing(value)) layer.settings.set(key, { value: plainOf(value), origin: originOf(value) });
    } else if (value.kind === "map" && settingKeys.some((one) => one.startsWith(`${name}.`)))
      readMap(value, `${name}.`, target);
    else report(unknown(name, keyNode));
  }
}

function unknown(name: string, node: ScalarNode): Problem {
  const origin = originOf(node);
  const meant = nearestName(name, [...settingKeys, "secrets", "vars"]);
  const location = origin.layer === "file" ? { place: origin.place } : {};
  return problem("unknown-setting", { where: originText(origin), key: name, nearest: meant }, location);
}

/** `NAME: value`, and for secrets `NAME: { file: path }`. */
function readNamed(kind: NamedKind, node: SourceNode, { layer, base, report }: Target): void {
  if (isNothing(node)) return;
  if (node.kind !== "map") {
    report(refusal(node, { key: kind, trouble: "it is no map", expected: "names and their values" }));
    return;
  }
  for (const [name, { key: keyNode, value }] of node.entries) {
    const key = `${kind}.${name}`;
    const refuse = (at: SourceNode, trouble: string, expected: string): void =>
      report(refusal(at, { key, trouble, expected }));
    if (!namePattern.test(name)) refuse(keyNode, "its name cannot be used", `a name of ${nameLetters}`);
    else if (kind === "vars") layer.named.vars.set(name, { value: plainOf(value), origin: originOf(value) });
    else {
      const secret = secretOf(value, base);
      if ("text" in secret) layer.named.secrets.set(name, { value: secret.text, origin: originOf(value) });
      else refuse(value, secret.trouble, "text, or { file: path }");
    }
  }
}

const nameLetters = "letters, digits and _, that does not begin with a digit";

/** Of a secret nothing is repeated. */
function refusal(node: SourceNode, what: { key: string; trouble: string; expected: string }): Problem {
  const { key, trouble, expected } = what;
  const origin = originOf(node);
  const location = origin.layer === "file" ? { place: origin.place } : {};
  return problem(
    "setting-refused",
    { where: originText(origin), key, value: "set", problem: trouble, expected },
    location,
  );
}

function secretOf(node: SourceNode, base: string): { readonly text: string } | { readonly trouble: string } {
  if (node.kind === "scalar" && typeof node.value === "string") return { text: node.value };
  const file = node.kind === "map" && node.entries.size === 1 ? node.entries.get("file")?.value : undefined;
  if (file?.kind !== "scalar" || typeof file.value !== "string") return { trouble: "it cannot be read as a secret" };
  try {
    // Editors end files with a line break; secrets do not.
    return { text: readFileSync(resolve(base, file.value), "utf8").replace(/\r?\n$/, "") };
  } catch (error) {
    return { trouble: `its file cannot be read: ${messageOf(error)}` };
  }
}

const isNothing = (node: SourceNode): boolean => node.kind === "scalar" && node.value === null;

function originOf(node: SourceNode): Origin {
  const place = node.source?.placeAt(node.start, node.end) ?? { file: "settings", line: 1, column: 1 };
  return { layer: "file", place };
}
