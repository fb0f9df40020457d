/** What starts a workflow besides a call. */
import type { Status } from "../status.ts";
import type { Json, JsonMap } from "./json.ts";

export type Trigger = CronTrigger | ManualTrigger | WorkflowTrigger | EventTrigger | WebhookTrigger | PluginTrigger;

/** `interval` and `schedule` become this, too. */
export interface CronTrigger {
  readonly type: "cron";
  readonly cron: string;
  /** Left out: the workflow's, which is UTC. */
  readonly timezone?: string;
  readonly at: string;
}

export interface ManualTrigger {
  readonly type: "manual";
  readonly at: string;
}

/** When a run of another workflow has ended. */
export interface WorkflowTrigger {
  readonly type: "workflow";
  readonly workflow: string;
  /** How it has to have ended. Default: SUCCESS. */
  readonly status: readonly Status[];
  readonly at: string;
}

export interface EventTrigger {
  readonly type: "event";
  readonly event: string;
  /** An expression on `event`. */
  readonly match?: string;
  readonly at: string;
}

export interface WebhookTrigger {
  readonly type: "webhook";
  readonly path: string;
  readonly at: string;
}

/** Of a kind that a plugin has brought. */
export interface PluginTrigger {
  readonly type: "plugin";
  /** Its key. */
  readonly kind: string;
  /** What stands at its key, and at its further ones. */
  readonly value: Json;
  readonly keys: JsonMap;
  readonly at: string;
}
