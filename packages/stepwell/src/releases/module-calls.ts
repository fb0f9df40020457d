/** Calls of a definition of a module, on an engine that is open. */
import type { Stepwell } from "@stepwell/core";
import {
  type AuditSink,
  type Definition,
  type DefinitionCalls,
  type RunInput,
  resolveParams,
  Triggers,
} from "@stepwell/declarative";
import type { LoadedModule } from "../code/loaded-module.ts";
import type { CommandCall } from "../command-spec.ts";
import { commandFailure } from "../errors.ts";

export function moduleCalls(
  { environment, settings }: CommandCall,
  module: LoadedModule,
  { definition, engine }: { readonly definition: Definition; readonly engine: Stepwell },
): DefinitionCalls {
  const { name } = definition;
  const { definitions, workflows } = module;
  const workflow = workflows.get(name);
  if (definitions === undefined || workflow === undefined)
    throw commandFailure("not-a-definition-run", { what: `"${name}"`, module: module.shown });
  return {
    definition,
    triggers: new Triggers(definition.on),
    workflow,
    boards: definitions.boards,
    settings,
    folder: environment.folder,
    auditSinks: new Map<string, AuditSink>(),
    use: (call) => call(engine),
    parameterize: (params) => resolveParams(definition.params, params, { workflow: name }),
    input: async (_, params, more): Promise<RunInput> => ({ definition, params, vars: definitions.vars, ...more }),
    made: (input) => input,
  };
}
