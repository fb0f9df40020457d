/** What a file of the user's gives: workflows and tasks. */
import type { AnyTask, AnyWorkflow, Stepwell } from "@stepwell/core";
import type { Boards, Definition, JsonMap } from "@stepwell/declarative";
import type { CommandCall } from "../command-spec.ts";

export interface LoadedModule {
  /** Absolute path. */
  readonly file: string;
  /** As messages name it. */
  readonly shown: string;
  /** Each once, by the name under which it is exported first. */
  readonly workflows: ReadonlyMap<string, AnyWorkflow>;
  readonly tasks: ReadonlyMap<string, AnyTask>;
  /** Names of everything that it exports. */
  readonly exports: readonly string[];
  /** Called with the engine before a run of it is started there. Left out: nothing is to be done. */
  readonly ready?: (engine: Stepwell) => Promise<void>;
  /** What a run of this workflow starts with. Left out: what is given. */
  readonly inputOf?: (workflow: string, given: unknown) => Promise<unknown>;
  /** Of definitions: what their calls go by. Left out: it is code. */
  readonly definitions?: DefinitionParts;
}

export interface DefinitionParts {
  /** Undefined: only a run has it. */
  readonly definition: (workflow: string) => Definition | undefined;
  readonly vars: JsonMap;
  /** Told by the code of their runs. */
  readonly boards: Boards;
}

/** What an engine is given to execute. */
export interface Code {
  readonly workflows: readonly AnyWorkflow[];
  readonly tasks: readonly AnyTask[];
}

/** Where files are looked for, and what definitions go by. */
export type LoadingFrom = Pick<CommandCall, "environment" | "settings" | "store">;
