/** What the code of simulated runs is played with, and where. */
import type { WorkflowContext } from "../../operations/context.ts";
import type { ChildHandle } from "../../operations/start-child.ts";
import type { AnyWorkflow } from "../../operations/workflow.ts";
import type { Actor } from "./actor.ts";
import type { Clockwork } from "./clockwork.ts";
import type { Due } from "./due.ts";
import type { Execution } from "./execution.ts";
import type { Executions } from "./executions.ts";
import type { Plan, StartDeed } from "./plan.ts";
import type { Telling } from "./telling.ts";

export interface Stage {
  readonly clockwork: Clockwork;
  readonly actor: Actor;
  readonly executions: Executions;
  /** What is drawn, and what bodies will give, is logged. */
  readonly logs: boolean;
  /** How those have ended that were started is asked for at the end. */
  readonly asksLater: boolean;
}

/** What a run begins with. */
export interface Input {
  /** How often it may still begin anew. */
  readonly left: number;
  /** What it shares a place with others by. */
  readonly key: number;
  /** Makes it large. */
  readonly pad?: string;
}

/** What somebody gives to a run that they start. */
export function inputOf({ left, key }: StartDeed, { inlineBytes }: Plan): Input {
  // Smaller inputs stand in their rows whatever is said of values.
  return { left, key, ...(inlineBytes === undefined ? {} : { pad: "x".repeat(1_100) }) };
}

/** What a player has to do with. */
export interface Playing {
  readonly stage: Stage;
  readonly execution: Execution;
  readonly callable: ReadonlyMap<string, AnyWorkflow>;
  readonly input: Input;
  /** By their names. */
  readonly started: Map<string, ChildHandle<unknown>>;
}

/** Where in a run something is played. */
export interface Place {
  readonly wf: WorkflowContext;
  readonly telling: Telling;
  /** It goes on when the run is cancelled. */
  readonly shielded: boolean;
  /** When the time of what it is inside of is over; undefined for never. */
  readonly due: Due | undefined;
}
