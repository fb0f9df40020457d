/** What executes definitions, besides the engine: given once, used by all workflows of a set. */
import type { ExpressionFunction, Filter } from "../expressions/scope.ts";
import type { StageType } from "../stages/stage-type.ts";
import type { Templates } from "./templates.ts";

export interface Services {
  readonly stages: ReadonlyMap<string, StageType>;
  readonly functions: ReadonlyMap<string, ExpressionFunction>;
  readonly filters: ReadonlyMap<string, Filter>;
  readonly templates: Templates;
  /** Values of secrets by name, as they are now: they are in no journal. */
  readonly secrets: ReadonlyMap<string, string>;
  /** Folder under which jobs have theirs. */
  readonly workspaces: string;
  /** Jobs at a time where neither definition nor call says. */
  readonly maxJobParallel: number;
}
