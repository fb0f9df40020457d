/** What calls of a definition go by: where it is, how it is executed, and what its runs start with. */
import type { Workflow as CodeWorkflow, Stepwell } from "@stepwell/core";
import type { Settings } from "../config/index.ts";
import type { Definition } from "../definition/definition.ts";
import type { JsonMap } from "../definition/json.ts";
import type { AuditSink } from "../interpret/audit-record.ts";
import type { RunInput } from "../interpret/run-input.ts";
import type { Triggers } from "../triggers/triggers.ts";
import type { Boards } from "./boards.ts";

/** What a run of a call starts with, besides its params. */
export type MoreInput = Omit<RunInput, "definition" | "params" | "vars"> & { readonly definition?: Definition };

/** A definition that can be called. */
export interface DefinitionCalls {
  readonly definition: Definition;
  readonly triggers: Triggers;
  /** What the engine executes; its code tells `boards`. */
  // biome-ignore lint/suspicious/noExplicitAny: it takes what runs start with, and may take params as well
  readonly workflow: CodeWorkflow<any, any>;
  readonly boards: Boards;
  readonly settings: Pick<Settings, "get" | "origin">;
  /** Working folder. */
  readonly folder: string;
  /** Those that its releases have named, by name. */
  readonly auditSinks: Map<string, AuditSink>;
  /** A call on the engine. */
  use<T>(call: (engine: Stepwell) => Promise<T>): Promise<T>;
  /** @throws ParamError */
  parameterize(params: unknown): Promise<JsonMap>;
  /** @param params checked */
  input(engine: Stepwell, params: JsonMap, more?: MoreInput): Promise<RunInput>;
  /** Marks what a run starts with as such: it is no map of params. */
  made(input: RunInput): RunInput;
}
