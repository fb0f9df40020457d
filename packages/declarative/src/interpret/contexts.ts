/** Names that mean the same everywhere in a run of a definition. */
import { declarativeFailure } from "../errors.ts";
import { IsoTime } from "../expressions/iso-time.ts";
import { opened, Secret } from "../expressions/secret.ts";
import { textOf } from "../expressions/text.ts";
import { paramValues } from "../params/resolve-params.ts";
import { openParams } from "../params/sealed-params.ts";
import type { Values } from "./records.ts";
import type { ReleaseInput, RunInput } from "./run-input.ts";
import type { Services } from "./services.ts";

/** params, vars, secrets, workflow, release, and run where there is one yet. */
export function contextsOf(
  input: RunInput,
  services: Services,
  { run, now }: { readonly run?: Values; readonly now?: Date } = {},
): ReadonlyMap<string, unknown> {
  const { definition, params, vars = {}, release, part } = input;
  const secrets = [...services.secrets].map(([name, value]) => [name, new Secret(value)] as const);
  // Equal at every start of the child: its generations go with those of its parent.
  const shown = part === undefined ? run : { ...part.run, generation: run?.generation };
  const folder = definition.folder === undefined ? {} : { folder: definition.folder };
  return new Map<string, unknown>([
    [
      "params",
      Object.fromEntries(paramValues(definition.params, openParams(definition.params, params, services.sealing))),
    ],
    ["vars", vars],
    ["secrets", Object.fromEntries(secrets)],
    ["workflow", { name: definition.name, ...folder }],
    ...(shown === undefined ? [] : [["run", shown] as const]),
    ...(release === undefined ? [] : [["release", releaseName(release, { run, now })] as const]),
  ]);
}

/** Times are times, so that filters take them as such. */
function releaseName(
  release: ReleaseInput,
  { run, now }: { readonly run: Values | undefined; readonly now: Date | undefined },
): object {
  const { logical_date, previous, run_id } = release;
  return {
    ...release,
    run_id: run_id === "" ? (run?.id ?? "") : run_id,
    logical_date: IsoTime.of(logical_date),
    previous: previous === null ? null : IsoTime.of(previous),
    ...(now === undefined ? {} : { execute_date: IsoTime.of(now.toISOString()) }),
  };
}

/** The group of a run's concurrency. @throws setting-invalid: it is kept in the open */
export function groupOf(input: RunInput, template: string, services: Services): string {
  const { templates, functions, filters } = services;
  const { value, secret } = opened(
    templates.text(template, { contexts: contextsOf(input, services), functions, filters }),
  );
  if (!secret) return textOf(value);
  const where = `workflow "${input.definition.name}"`;
  throw declarativeFailure("setting-invalid", {
    where,
    setting: "concurrency",
    problem: "must not come from a secret",
  });
}

/** Texts that nothing may show, by name. */
export function hiddenTexts({ definition, params: sealed }: RunInput, services: Services): ReadonlyMap<string, string> {
  const { secrets, sealing } = services;
  const params = openParams(definition.params, sealed, sealing);
  const given = definition.params.flatMap(({ name, type }) => {
    const value = params[name];
    return type === "secret" && typeof value === "string" ? [[`params.${name}`, value] as const] : [];
  });
  return new Map([...secrets, ...given]);
}
