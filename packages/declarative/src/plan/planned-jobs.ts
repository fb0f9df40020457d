/** Jobs of a plan, with the legs that are known before anything runs. */
import type { Definition } from "../definition/definition.ts";
import { below } from "../definition/every-stage.ts";
import type { Job, Strategy } from "../definition/job.ts";
import type { JsonMap } from "../definition/json.ts";
import type { RunsOn } from "../definition/runs-on.ts";
import { builtInFunctions } from "../expressions/functions/index.ts";
import { references } from "../expressions/references.ts";
import { builtInFilters } from "../filters/index.ts";
import { evaluatedLegs } from "../interpret/matrix.ts";
import { Templates } from "../interpret/templates.ts";
import { paramValues } from "../params/resolve-params.ts";
import type { Missing, PlannedJob, PlannedLegs } from "./plan.ts";
import { expressionsIn } from "./written-expressions.ts";

export interface JobsFacts {
  /** Undefined while they are not right. */
  readonly params: JsonMap | undefined;
  readonly vars: JsonMap;
}

interface PlannedJobs {
  readonly jobs: readonly PlannedJob[];
  readonly problems: readonly Missing[];
}

export function plannedJobs(definition: Definition, facts: JobsFacts): PlannedJobs {
  const problems: Missing[] = [];
  const templates = new Templates();
  const jobs = definition.jobs.map((job) => {
    const legs =
      job.strategy === undefined ? undefined : legsOf(job, job.strategy, { ...facts, definition, templates });
    if (legs !== undefined && "problem" in legs) problems.push(legs);
    return planned(job, legs === undefined || "problem" in legs ? undefined : legs);
  });
  return { jobs, problems };
}

function planned(job: Job, legs: PlannedLegs | undefined): PlannedJob {
  const { id, name, needs, triggerRule, stages, at } = job;
  const runsOn = runsOnText(job.runsOn);
  return {
    id,
    ...(name === undefined ? {} : { name }),
    needs,
    ...(job.if === undefined ? {} : { if: job.if }),
    ...(triggerRule === undefined ? {} : { triggerRule }),
    ...(runsOn === "local" ? {} : { runsOn }),
    stages: stages.map((stage) => ({
      id: stage.id,
      type: stage.type,
      below: below([stage]).length - 1,
      at: stage.at,
    })),
    ...(legs === undefined ? {} : { legs }),
    at,
  };
}

function runsOnText({ type, target }: RunsOn): string {
  if (type === "template") return target;
  return target === "" ? type : `${type}:${target}`;
}

interface LegsFacts extends JobsFacts {
  readonly definition: Definition;
  readonly templates: Templates;
}

/** Contexts that are known before a run begins. */
const knownBefore: ReadonlySet<string> = new Set(["params", "vars", "workflow"]);

function legsOf(job: Job, strategy: Strategy, facts: LegsFacts): PlannedLegs | Missing {
  const { matrix, include, exclude } = strategy;
  const read = expressionsIn([matrix, include, exclude]).flatMap((expression) => references(expression));
  const open = read.filter(({ names: [context] }) => {
    const { name = "" } = context ?? {};
    return !knownBefore.has(name) || (name === "params" && facts.params === undefined);
  });
  if (open.length > 0) return { known: false, from: [...new Set(open.map(pathText))] };
  const { definition, params = {}, vars, templates } = facts;
  const contexts = new Map<string, unknown>([
    ["params", Object.fromEntries(paramValues(definition.params, params))],
    ["vars", vars],
    ["workflow", { name: definition.name }],
  ]);
  const scope = { contexts, functions: builtInFunctions, filters: builtInFilters };
  try {
    return { known: true, ids: evaluatedLegs(strategy, { job: job.id, templates, scope }).map(({ id }) => id) };
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    return {
      kind: "matrix",
      name: job.id,
      problem,
      cure: "correct the matrix, or what it is computed from",
      at: job.at,
    };
  }
}

function pathText({ names }: { readonly names: readonly { readonly name: string }[] }): string {
  return names.map(({ name }) => name).join(".");
}
