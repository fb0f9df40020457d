/** What wf.call and wf.start have in common: which run they start, under which id, and what is heard of its end. */

import { createHash } from "node:crypto";
import type { Duration } from "../model/duration.ts";
import { failure } from "../model/errors.ts";
import { limits } from "../model/limits.ts";
import { readArgument, readOptions } from "../model/read-options.ts";
import { childRunFailed, messageOf, notStarted } from "../model/run-errors.ts";
import { checkName } from "../model/step-name.ts";
import { onFailureScope } from "./finale-state.ts";
import { currentFrame } from "./frame.ts";
import type { ChildRequest, RunPort, Verdict } from "./run-port.ts";
import { isStartable } from "./startable.ts";

/** How a child is started. */
export interface ChildOptions {
  /** Default: `parent~workflow`, `parent~workflow~2`…, in `onFailure` `parent~on-failure~workflow`…; an id that exists with the same workflow and input is that run. */
  readonly id?: string;
  /** Its name in the journal, and in the default id. Default: the workflow's. */
  readonly name?: string;
  /** Larger ones are taken first. Default 0. */
  readonly priority?: number;
  /** For lists. */
  readonly tags?: readonly string[];
  /** Of work, from the first claim; instead of the workflow's own. */
  readonly timeout?: Duration;
  /** Not before this much later. */
  readonly delay?: Duration;
}

/** How a child of wf.start is started. */
export interface StartChildOptions extends ChildOptions {
  /** True: it is not cancelled when its parent fails, is cancelled or times out. Default false. */
  readonly detached?: boolean;
}

export interface WantedChild {
  readonly workflow: { readonly name: string };
  readonly input: unknown;
  readonly options: StartChildOptions;
}

const known: ReadonlySet<string> = new Set(["id", "name", "priority", "tags", "timeout", "delay", "detached"]);

/** @param name of the operation, checked @throws invalid-option */
export function childRequest(
  run: RunPort,
  wanted: WantedChild,
  where: string,
): ChildRequest & { readonly name: string } {
  const { input } = wanted;
  const workflow = readArgument(wanted.workflow, { where, option: "workflow" });
  if (!isStartable(workflow))
    throw failure("invalid-option", { where, option: "workflow", problem: "must be made by workflow(...)" });
  const { name = workflow.name, id, detached = false, ...start } = readOptions(wanted.options, known, { where });
  checkName("child", name);
  if (typeof detached !== "boolean")
    throw failure("invalid-option", { where, option: "detached", problem: "must be true or false" });
  return { name, workflow, input, detached, options: { ...start, id: id ?? defaultId(run, name) } };
}

/** Numbered over the whole run, in call order; another life of the parent has other children. */
function defaultId(run: RunPort, name: string): string {
  const path = ownPath(run, name);
  const counter = `child~${path}`;
  const n = (run.counters.get(counter) ?? 0) + 1;
  run.counters.set(counter, n);
  const life = run.lineage.life === 1 ? "" : `~${run.lineage.life}`;
  return fitting(`${run.id}${life}~${path}${n === 1 ? "" : `~${n}`}`);
}

/** `onFailure` is called anew after a retry, and must not find the children of the time before, nor the function its. */
function ownPath({ lineage }: RunPort, name: string): string {
  const path = currentFrame()?.scope.path ?? "";
  if (!`${path}/`.startsWith(`${onFailureScope}/`)) return name;
  const retries = lineage.generation - lineage.life;
  return `${onFailureScope}${retries === 0 ? "" : `~${retries + 1}`}~${name}`;
}

/** Ids of children of children grow: one that is too long ends with a digest of all of it. */
function fitting(id: string): string {
  const points = Array.from(id);
  if (points.length <= limits.idMaxCodePoints) return id;
  const digest = createHash("sha256").update(id).digest("hex").slice(0, 32);
  return `${points.slice(0, limits.idMaxCodePoints - 33).join("")}~${digest}`;
}

/** What the store says of a child's end; values are encoded. */
interface ChildEnd {
  readonly id: string;
  readonly workflow: string;
  readonly status: string;
  readonly output?: string;
  readonly error?: string;
  readonly why?: string;
  /** It could not be started, as the id is taken; or there is none of that id any more; or it waits for this one. */
  readonly problem?: string;
  /** Ids of the runs that would wait for each other. */
  readonly chain?: readonly string[];
  /** Where it is not. */
  readonly namespace?: string;
}

/** As it is kept in the parent's journal. */
export type ChildResult = readonly [ok: true, output: unknown] | readonly [ok: false, error: unknown];

export function judgeEnd(run: RunPort, op: string, text: string): Verdict {
  const end = JSON.parse(text) as ChildEnd;
  return { take: resultOf(run, op, end) };
}

function resultOf(run: RunPort, op: string, end: ChildEnd): ChildResult {
  const { id, workflow, status, output, error, why, problem } = end;
  if (problem === "unknown-run") return [false, failure("unknown-run", { id, namespace: end.namespace ?? "" })];
  if (problem === "call-cycle") return [false, failure("call-cycle", { id: run.id, chain: end.chain ?? [id] })];
  if (problem !== undefined) return [false, notStarted({ id, workflow, status, problem })];
  if (status === "completed") return [true, output === undefined ? undefined : run.decode(output)];
  const cause = error === undefined ? undefined : run.decode(error);
  const reason = cause === undefined ? (why ?? "") : messageOf(cause);
  return [false, childRunFailed({ child: id, workflow, status, cause: reason, op }, cause)];
}
