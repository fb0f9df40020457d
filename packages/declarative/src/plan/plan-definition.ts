/** Plans a definition: from what is known around it, without running anything. */

import type { Definition } from "../definition/definition.ts";
import { hashOf } from "../definition/hash.ts";
import type { JsonMap } from "../definition/json.ts";
import type { ParamDefinition } from "../definition/param.ts";
import { triggerText } from "../definition/trigger-text.ts";
import type { StageShape } from "../format/stage-shape.ts";
import { ParamError } from "../params/param-error.ts";
import { resolveParams } from "../params/resolve-params.ts";
import { builtInStages } from "../stages/table.ts";
import { Triggers } from "../triggers/triggers.ts";
import { differencesOf } from "./differences.ts";
import { missingOf, type Surroundings } from "./missing.ts";
import { movedTasks } from "./moved-tasks.ts";
import type { Deployed, Missing, Plan, PlannedParam, PlannedSchedule } from "./plan.ts";
import { plannedJobs } from "./planned-jobs.ts";

/** What is known around a definition. */
export interface PlanOptions extends Surroundings {
  /** Params of the run, as `run` would be given them. Default: none. */
  readonly params?: unknown;
  /** From when on fire times are counted. */
  readonly now: Date;
  /** Jobs at a time where the definition does not say. Default 2. */
  readonly maxJobParallel?: number;
  /** What is deployed under its name: "none", or "unknown" where there is no store. */
  readonly deployed:
    | {
        readonly definition: Definition;
        readonly version: number;
        /** What its tasks were then: `path/name@tag` → hash. Default: nobody knows. */
        readonly tasks?: Readonly<Record<string, string>>;
      }
    | "none"
    | "unknown";
  /** What its tasks are now. Default: nobody knows. */
  readonly tasks?: Readonly<Record<string, string>>;
  /** Types of stages that are known. Default: those of the package. */
  readonly stages?: readonly StageShape[];
}

/** How many fire times are shown of each schedule. */
const fireTimes = 5;

/** What a run of it would be. Reads nothing but its arguments. */
export async function planDefinition(definition: Definition, options: PlanOptions): Promise<Plan> {
  const { vars, now, maxJobParallel = 2, stages = builtInStages } = options;
  const resolved = await paramsOf(definition, options.params);
  const { jobs, problems } = plannedJobs(definition, { params: resolved.values, vars });
  const missing = missingOf(definition, { ...options, shapes: new Map(stages.map((one) => [one.key, one])) });
  const { maxParallel = maxJobParallel } = definition;
  return {
    workflow: definition.name,
    ...(definition.desc === undefined ? {} : { desc: definition.desc }),
    at: definition.at,
    hash: hashOf(definition),
    params: resolved.shown,
    jobs,
    maxParallel: typeof maxParallel === "number" ? maxParallel : undefined,
    schedules: schedulesOf(definition, now),
    triggers: triggersOf(definition),
    missing: [...resolved.problems, ...problems, ...missing],
    deployed: deployedOf(definition, options),
  };
}

interface Resolved {
  /** Undefined while they are not right. */
  readonly values: JsonMap | undefined;
  readonly shown: readonly PlannedParam[];
  readonly problems: readonly Missing[];
}

async function paramsOf({ name: workflow, params, at }: Definition, given: unknown): Promise<Resolved> {
  const [values, problems] = await resolveParams(params, given, { workflow }).then(
    (found) => [found, []] as const,
    (error: unknown) => {
      if (error instanceof ParamError) return [undefined, error.problems] as const;
      throw error;
    },
  );
  const shown = params.map((param) => shownParam(param, { values, given }));
  const missing = problems.map(
    ({ paramName: name, validationError: problem }): Missing => ({
      kind: "param",
      name,
      problem: name === "" ? problem : `param ${name}: ${problem}`,
      cure: `give it: -p ${name === "" ? "NAME" : name}=VALUE`,
      at: params.find((one) => one.name === name)?.at ?? at,
    }),
  );
  return { values, shown, problems: missing };
}

/** Before they are right all together, as they were given. */
function shownParam(
  { name, type, default: fallback }: ParamDefinition,
  { values, given }: { readonly values: JsonMap | undefined; readonly given: unknown },
): PlannedParam {
  const own = new Map(typeof given === "object" && given !== null ? Object.entries(given) : []);
  const from = own.has(name) ? "given" : fallback === undefined ? "none" : "default";
  const value = values === undefined ? (own.get(name) ?? fallback) : values[name];
  if (value === undefined) return { name, type, from };
  return { name, type, value: type === "secret" ? "***" : value, from };
}

function schedulesOf({ on }: Definition, now: Date): PlannedSchedule[] {
  return new Triggers(on).schedules.map(({ trigger, cron }) => ({
    cron: trigger.cron,
    timezone: cron.timezone,
    next: cron.upcoming(fireTimes, now).map((time) => time.toISOString()),
    at: trigger.at,
  }));
}

function triggersOf({ on }: Definition): string[] {
  return on.filter(({ type }) => type !== "cron").map(triggerText);
}

function deployedOf(definition: Definition, { deployed, tasks = {} }: PlanOptions): Deployed {
  if (deployed === "unknown") return { state: "unknown" };
  if (deployed === "none") return { state: "new" };
  const { version } = deployed;
  const moved = movedTasks(deployed.tasks ?? {}, tasks);
  if (moved.length === 0 && hashOf(deployed.definition) === hashOf(definition)) return { state: "same", version };
  const differences = differencesOf(deployed.definition, definition);
  return { state: "changed", version, differences, movedTasks: moved };
}
