/** The layer of the environment: variables by the names of the table, and `STEPWELL_SECRET_X`, `STEPWELL_VAR_X`. */
import { nearestName } from "@stepwell/core/text";
import { type Problem, problem, type Report } from "../diagnosis/problem.ts";
import { type Given, type Layer, type NamedKind, namePattern } from "./given.ts";
import { type SettingKey, settingKeys, settingOf } from "./setting-table.ts";
import { isSettingVariable, type Variables } from "./variable-names.ts";

const namedPrefixes: Readonly<Record<NamedKind, string>> = { secrets: "STEPWELL_SECRET_", vars: "STEPWELL_VAR_" };

/** The file to read instead of one that is found. */
export const configVariable = "STEPWELL_CONFIG";

/** Names of variables that are settings. */
const settingVariables: ReadonlySet<string> = new Set([
  configVariable,
  ...settingKeys.flatMap((key) => settingOf(key).variables),
]);

/** What a variable says; empty, and Python's `None`, say nothing. */
export function said(variables: Variables, name: string): string | undefined {
  const value = variables[name];
  return value === undefined || /^\s*(?:None|null)?\s*$/.test(value) ? undefined : value;
}

export function environmentLayer(variables: Variables, report: Report): Layer {
  const settings = new Map<SettingKey, Given>();
  for (const key of settingKeys) {
    const given = givenFor(key, variables, report);
    if (given !== undefined) settings.set(key, given);
  }
  return { settings, named: { secrets: named("secrets", variables), vars: named("vars", variables) } };
}

function givenFor(key: SettingKey, variables: Variables, report: Report): Given | undefined {
  const setting = settingOf(key);
  const [own, ...others] = setting.variables;
  const givenBy = (name: string | undefined): Given | undefined => {
    const value = name === undefined ? undefined : said(variables, name);
    return value === undefined ? undefined : { value, origin: { layer: "environment", variable: name ?? "" } };
  };
  const set = others.filter((name) => said(variables, name) !== undefined);
  const found = givenBy(own) ?? givenBy(set[0]);
  const readOf = (name: string): string => JSON.stringify(setting.read(said(variables, name), undefined));
  const differs = set.find((name) => readOf(name) !== readOf(set[0] ?? name));
  if (said(variables, own) === undefined && differs !== undefined)
    report(problem("setting-given-twice", { key, first: set[0] ?? "", second: differs, own }));
  return found;
}

function named(kind: NamedKind, variables: Variables): Map<string, Given> {
  const prefix = namedPrefixes[kind];
  const found = new Map<string, Given>();
  for (const variable of Object.keys(variables)) {
    const value = variable.startsWith(prefix) ? said(variables, variable) : undefined;
    const name = variable.slice(prefix.length);
    if (value !== undefined && namePattern.test(name))
      found.set(name, { value, origin: { layer: "environment", variable } });
  }
  return found;
}

/** Set for other reasons. */
const ours: ReadonlySet<string> = new Set(["STEPWELL_OUTPUT", "STEPWELL_NODE"]);

/** Variables that look as if they were settings, and are none: nothing reads them. */
export function strayVariables(variables: Variables): Problem[] {
  return Object.keys(variables)
    .filter((name) => isSettingVariable(name) && !settingVariables.has(name) && !ours.has(name))
    .filter((name) => !Object.values(namedPrefixes).some((prefix) => name.startsWith(prefix)))
    .sort()
    .map((name) =>
      problem("unknown-setting", {
        where: "the environment",
        key: name,
        nearest: nearestName(name, [...settingVariables]),
      }),
    );
}
