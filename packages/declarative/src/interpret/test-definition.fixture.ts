/** Definitions and stage types for the interpreter's tests, without files. */
import { memory, nodeHost, Stepwell } from "@stepwell/core";
import type { Definition } from "../definition/definition.ts";
import type { Job } from "../definition/job.ts";
import type { Stage } from "../definition/stage.ts";
import { builtInFunctions } from "../expressions/functions/index.ts";
import { builtInFilters } from "../filters/index.ts";
import type { StageType } from "../stages/stage-type.ts";
import { TaskRegistry } from "../tasks/task-registry.ts";
import { definitionWorkflow } from "./definition-workflow.ts";
import { ParamKeys } from "./param-keys.ts";
import type { ResultContext } from "./records.ts";
import type { RunInput } from "./run-input.ts";
import type { Services } from "./services.ts";
import { Templates } from "./templates.ts";

const anyValue = { shape: { kind: "any" }, doc: "", example: "", template: true } as const;

/** Gives what it says, and notes it. */
export function stageTypes(note: (text: string) => void = () => {}): ReadonlyMap<string, StageType> {
  const types: StageType[] = [
    {
      key: "give",
      value: anyValue,
      run: async (stage, s) => {
        const outputs = await s.step((body) => {
          note(`${stage.id} ${body.attempt}`);
          return stage.value as Record<string, unknown>;
        });
        return { outputs };
      },
    },
    {
      key: "fail",
      value: anyValue,
      run: (stage, s) =>
        s.step((body) => {
          note(`${stage.id} ${body.attempt}`);
          const { until = Infinity, message = "as wanted" } = Object(stage.value) as {
            until?: number;
            message?: string;
          };
          if (body.attempt < until) throw new Error(message);
          return { outputs: { attempts: body.attempt } };
        }),
    },
    {
      key: "pause",
      value: anyValue,
      run: async (stage, s) => {
        await s.wf.sleep(String(stage.value), { name: stage.id });
        return { outputs: {} };
      },
    },
    {
      key: "group",
      value: anyValue,
      run: async (stage, s) => {
        const results = [];
        for (const branch of stage.branches) results.push(await s.branch(branch, { scope: branch.path }));
        const failed = results.find(({ status }) => status === "FAILED");
        if (failed !== undefined) throw failed.error;
        return { outputs: Object.assign({}, ...results.map(({ outputs }) => outputs)) };
      },
    },
  ];
  return new Map(types.map((type) => [type.key, type]));
}

export function stage(id: string, type: string, parts: Partial<Stage> = {}): Stage {
  const plain = { value: null, keys: {}, branches: [], continueOnError: false, unsafeInterpolation: false, at: "" };
  return { id, type, ...plain, ...parts };
}

export function job(id: string, stages: readonly Stage[], parts: Partial<Job> = {}): Job {
  const plain = { runsOn: { type: "local", target: "" }, needs: [], continueOnError: false, at: "" } as const;
  return { id, stages, ...plain, ...parts };
}

export function definition(jobs: readonly Job[], parts: Partial<Definition> = {}): Definition {
  return { format: 1, name: "flow", params: [], on: [], jobs, tags: [], at: "", ...parts };
}

export function servicesOf(parts: Partial<Services> = {}): Services {
  return {
    stages: stageTypes(),
    functions: builtInFunctions,
    filters: builtInFilters,
    templates: new Templates(),
    secrets: new Map(),
    sealing: new ParamKeys(),
    definition: () => undefined,
    definitionNames: () => [],
    workspaces: "/nowhere",
    artifacts: "/nowhere",
    artifactLimits: { files: 0, bytes: 0 },
    maxJobParallel: 2,
    timeoutMs: undefined,
    shell: undefined,
    host: nodeHost(),
    inherited: {},
    tasks: new TaskRegistry({ roots: [], registered: new Map(), host: nodeHost(), inherited: {} }),
    auditSinks: new Map(),
    reach: { privateHosts: new Set(), databases: new Map(), docker: "unix:///nowhere" },
    ...parts,
  };
}

export interface Executed {
  readonly context: ResultContext;
  /** Operations in the journal, in order. */
  readonly ops: readonly string[];
  readonly status: string;
}

/** Declares what is given and not declared: numbers and texts. */
function declared(flow: Definition, given: RunInput["params"]): Definition {
  const missing = Object.entries(given).filter(([name]) => !flow.params.some((param) => param.name === name));
  const added = missing.map(([name, value]) => {
    return { name, type: typeof value === "number" ? "int" : "str", required: true, at: "" } as const;
  });
  return { ...flow, params: [...flow.params, ...added] };
}

/** Executes a definition in memory, to its end. */
export async function execute(
  written: Definition,
  { services = servicesOf(), input = {} }: { services?: Services; input?: Partial<RunInput> } = {},
): Promise<Executed> {
  const flow = declared(written, input.params ?? {});
  const ends: ResultContext[] = [];
  const workflow = definitionWorkflow(flow, services, { ended: (context) => ends.push(context) });
  await using engine = await Stepwell.open({ store: memory(), workflows: [workflow] });
  const run = await engine.start(workflow, { definition: flow, params: {}, ...input });
  await run.result().catch(() => {});
  const context = ends.at(-1);
  if (context === undefined) throw new Error(`the run did not come to its end: ${await run.why()}`);
  const ops = (await run.journal()).filter(({ kind }) => kind !== "set").map(({ op }) => op);
  return { context, ops, status: (await run.status()).status };
}
