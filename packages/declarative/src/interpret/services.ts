/** What executes definitions, besides the engine: given once, used by all workflows of a set. */
import { dirname, join, resolve } from "node:path";
import { type Host, nodeHost } from "@stepwell/core";
import type { Definition } from "../definition/definition.ts";
import { builtInFunctions } from "../expressions/functions/index.ts";
import type { ExpressionFunction, Filter } from "../expressions/scope.ts";
import { builtInFilters } from "../filters/index.ts";
import type { ParamSealing } from "../params/sealed-params.ts";
import type { EmailServer } from "../stages/send-email.ts";
import type { Reach, StageType } from "../stages/stage-type.ts";
import { runnableStages } from "../stages/table.ts";
import { TaskRegistry } from "../tasks/task-registry.ts";
import type { ArtifactLimits } from "./artifact-files.ts";
import type { AuditSink } from "./audit-record.ts";
import { ParamKeys } from "./param-keys.ts";
import { Templates } from "./templates.ts";

export interface Services {
  readonly stages: ReadonlyMap<string, StageType>;
  readonly functions: ReadonlyMap<string, ExpressionFunction>;
  readonly filters: ReadonlyMap<string, Filter>;
  readonly templates: Templates;
  /** Values of secrets by name, as they are now: they are in no journal. */
  readonly secrets: ReadonlyMap<string, string>;
  /** Of secret params, in the inputs of runs. */
  readonly sealing: ParamSealing;
  /** Another definition, as it is now, for runs that this one starts. */
  definition(name: string): Definition | undefined;
  /** Names of all of them. */
  definitionNames(): readonly string[];
  /** "files": what is deployed is not among them. */
  readonly definitionsOf?: "files" | undefined;
  /** Folder under which jobs have theirs. */
  readonly workspaces: string;
  /** Folder under which artifacts are kept. */
  readonly artifacts: string;
  readonly artifactLimits: ArtifactLimits;
  /** Jobs at a time where neither definition nor call says. */
  readonly maxJobParallel: number;
  /** Active time of a run whose definition says none, ms; undefined: any. */
  readonly timeoutMs: number | undefined;
  /** The language of `run` where neither stage nor definition say one; undefined: none. */
  readonly shell: string | undefined;
  /** For processes that stages start, and clocks. */
  readonly host: Host;
  /** The environment that those processes are given. */
  readonly inherited: Readonly<Record<string, string | undefined>>;
  /** What its stages may reach. */
  readonly reach: Reach;
  /** What `uses: path/name@tag` leads to. */
  readonly tasks: TaskRegistry;
  /** Where records of releases go, by name. */
  readonly auditSinks: ReadonlyMap<string, AuditSink>;
}

/** What may be said of services; the rest is as the package brings it. */
export interface ServicesOptions {
  /** Default: those of the package. */
  readonly stages?: readonly StageType[];
  /** More functions and filters of expressions. Default: none. */
  readonly functions?: readonly ExpressionFunction[];
  readonly filters?: readonly Filter[];
  /** By name. Default: none. */
  readonly secrets?: ReadonlyMap<string, string>;
  /**
   * Seals secret params in the inputs of runs: `ParamKeys`, whose keys are in the store. Default: keys of this process,
   * so that no other one can go on with runs that have any.
   */
  readonly sealing?: ParamSealing;
  /** Other definitions, which `trigger` may name. Default: none. */
  readonly definitions?: readonly Definition[];
  /** Where those come from, for messages: `files` where what is deployed is not among them. Default: not said. */
  readonly definitionsOf?: "files";
  /** Folder under which jobs have theirs. */
  readonly workspaces: string;
  /** Folder under which artifacts are kept; machines that pass them on share it. Default: `artifacts` beside `workspaces`. */
  readonly artifacts?: string;
  /** How large one artifact may be. Default 1 GiB. */
  readonly artifactBytes?: number;
  /** Jobs at a time where neither definition nor call says. Default 2. */
  readonly maxJobParallel?: number;
  /** Active time of a run whose definition has no timeout, ms. Default: an hour. Infinity: any. */
  readonly timeoutMs?: number;
  /** The language of `run` where neither stage nor definition say one. Default: none. */
  readonly shell?: string;
  /** Default: Node's. */
  readonly host?: Host;
  /** The environment that processes of stages are given. Default: an empty one. */
  readonly inherited?: Readonly<Record<string, string | undefined>>;
  /** Where records of releases go, by name. Default: none. */
  readonly auditSinks?: ReadonlyMap<string, AuditSink>;
  /** Hosts (`intranet`, `10.0.0.7:8080`) that `http` may reach although their addresses are private. Default: none. */
  readonly privateHosts?: readonly string[];
  /** Files of SQLite databases, by the name that `sql` and `store` use. Default: none. */
  readonly databases?: Readonly<Record<string, string>>;
  /** The Docker Engine, as DOCKER_HOST has it. Default: unix:///var/run/docker.sock. */
  readonly docker?: string;
  /** The server that `notify` sends emails by. Default: none. */
  readonly email?: EmailServer;
  /** Folders below which modules of tasks are, for `uses: path/name@tag`. Default: none. */
  readonly taskRoots?: readonly string[];
  /** Instead: a registry that has looked at them already. */
  readonly tasks?: TaskRegistry;
}

export function makeServices(options: ServicesOptions): Services {
  const { stages = runnableStages, functions = [], filters = [], definitions = [] } = options;
  const { host = nodeHost(), inherited = {}, taskRoots = [] } = options;
  const byName = new Map(definitions.map((definition) => [definition.name, definition]));
  return {
    stages: new Map(stages.map((type) => [type.key, type])),
    functions: new Map([...builtInFunctions, ...functions.map((one) => [one.name.toLowerCase(), one] as const)]),
    filters: new Map([...builtInFilters, ...filters.map((one) => [one.name, one] as const)]),
    templates: new Templates(),
    secrets: options.secrets ?? new Map(),
    sealing: options.sealing ?? new ParamKeys(options.host),
    definition: (name) => byName.get(name),
    definitionNames: () => [...byName.keys()],
    definitionsOf: options.definitionsOf,
    workspaces: resolve(options.workspaces),
    artifacts: resolve(options.artifacts ?? join(dirname(options.workspaces), "artifacts")),
    artifactLimits: { files: 10_000, bytes: options.artifactBytes ?? 1024 ** 3 },
    maxJobParallel: options.maxJobParallel ?? 2,
    timeoutMs: options.timeoutMs === Number.POSITIVE_INFINITY ? undefined : (options.timeoutMs ?? 3_600_000),
    shell: options.shell,
    host,
    inherited,
    tasks: options.tasks ?? new TaskRegistry({ roots: taskRoots, registered: new Map(), host, inherited }),
    auditSinks: options.auditSinks ?? new Map(),
    reach: {
      privateHosts: new Set(options.privateHosts?.map((name) => name.toLowerCase())),
      databases: new Map(Object.entries(options.databases ?? {})),
      docker: options.docker ?? "unix:///var/run/docker.sock",
      ...(options.email === undefined ? {} : { email: options.email }),
    },
  };
}
