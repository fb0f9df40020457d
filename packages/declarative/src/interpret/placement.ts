/** Where a job is executed, and with whom it shares that. */
import type { Concurrency } from "../definition/concurrency.ts";
import type { Job } from "../definition/job.ts";
import { type RunsOn, runsOnOf } from "../definition/runs-on.ts";
import { declarativeFailure } from "../errors.ts";
import { opened } from "../expressions/secret.ts";
import { textOf } from "../expressions/text.ts";
import type { SettingsAt } from "./settings.ts";

export interface Placement {
  readonly runsOn: RunsOn;
  /** Its group evaluated; undefined: it shares with none. */
  readonly concurrency: Concurrency | undefined;
}

/** @throws setting-invalid */
export function placementOf(at: SettingsAt, { runsOn: written, concurrency }: Job): Placement {
  const runsOn = written.type === "template" ? evaluatedPlace(at, written.target) : written;
  if (concurrency === undefined) return { runsOn, concurrency };
  const group = shownText(at, "concurrency", concurrency.group);
  return { runsOn, concurrency: { ...concurrency, group } };
}

function evaluatedPlace(at: SettingsAt, template: string): RunsOn {
  const text = shownText(at, "runs-on", template);
  const place = runsOnOf(text);
  if (place !== undefined && place.type !== "template") return place;
  const problem = `must be local, thread, process, queue:NAME or docker:IMAGE, not ${JSON.stringify(text)}`;
  throw declarativeFailure("setting-invalid", { where: at.where, setting: "runs-on", problem });
}

/** It stands in rows that everybody sees. */
function shownText({ templates, scope, where }: SettingsAt, ...[setting, template]: [string, string]): string {
  const { value, secret } = opened(templates.text(template, scope()));
  if (!secret) return textOf(value);
  throw declarativeFailure("setting-invalid", { where, setting, problem: "must not come from a secret" });
}
