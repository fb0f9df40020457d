/** Loads settings: reads each layer, checks all of them, and lays one over the other. */
import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join, resolve } from "node:path";
import { type Problem, problem, type Report } from "../diagnosis/problem.ts";
import { configVariable, environmentLayer, said } from "./environment-layer.ts";
import type { FileLayer } from "./file-layer.ts";
import type { Given, NamedKind } from "./given.ts";
import { callLayer, defaultsOf, overlay } from "./resolve.ts";
import { type SettingOverrides, Settings, settingsInvalid } from "./settings.ts";
import type { Variables } from "./variable-names.ts";

/** What settings are loaded for. */
export interface LoadSettingsOptions {
  /** Working folder: a settings file is looked for there. */
  readonly folder: string;
  /** The settings file to read instead, which must be there; relative to the working folder. */
  readonly file?: string | undefined;
  /** The uppermost layer. */
  readonly call?: SettingOverrides;
  /** Default of `max-workers`; if left out, how many threads the machine executes at a time. */
  readonly processors?: number;
}

const fileNames = ["stepwell.yml", "stepwell.yaml", "stepwell.json"] as const;

/** @throws settings-invalid */
export async function loadSettings(variables: Variables, options: LoadSettingsOptions): Promise<Settings> {
  const problems: Problem[] = [];
  const report: Report = (one) => void problems.push(one);
  const name = options.file ?? said(variables, configVariable) ?? findFile(options.folder, report);
  const file = name === undefined ? undefined : await readFile(name, options.folder, report);
  const environment = environmentLayer(variables, report);
  const call = callLayer(options.call ?? {}, report);
  let resolved = defaultsOf({ processors: options.processors ?? availableParallelism() });
  for (const layer of [...(file === undefined ? [] : [file]), environment, call])
    resolved = overlay(resolved, layer, report);
  if (problems.length > 0) throw settingsInvalid(problems);
  const named = (kind: NamedKind): ReadonlyMap<string, Given> =>
    new Map([...(file?.named[kind] ?? []), ...environment.named[kind]]);
  return new Settings(resolved, { secrets: named("secrets"), vars: named("vars") });
}

function findFile(folder: string, report: Report): string | undefined {
  const [first, second] = fileNames.filter((name) => existsSync(join(folder, name)));
  if (first !== undefined && second !== undefined)
    report(problem("settings-unreadable", { file: second, problem: `${first} is there, too, and only one can count` }));
  return first;
}

/** Brings the readers of YAML and JSON only where there is a file. */
async function readFile(name: string, folder: string, report: Report): Promise<FileLayer | undefined> {
  const { readSettingsFile } = await import("./file-layer.ts");
  return readSettingsFile({ name, path: resolve(folder, name), workingFolder: resolve(folder) }, report);
}
