/**
 * Where claims look: at each workflow and queue that the worker serves; and, if there are any, at those of these runs
 * that only its own build may take. They stand in indexes of their own, which other runs do not enter.
 */
import type { ClaimRequest } from "../port.ts";
import type { SqlValue } from "./driver.ts";
import type { Outlook, Some } from "./outlook.ts";
import type { Session } from "./session.ts";

export interface Lane {
  readonly workflow: string;
  readonly queue: string;
  readonly sql: LaneSql;
  /** What the statements begin with. */
  readonly at: readonly SqlValue[];
  /** What there is in all lanes of its kind. */
  readonly some: Some;
}

interface LaneSql {
  /** Ready ones, by priority and time. */
  readonly ready: string;
  /** Those that are not before a time, by it. */
  readonly due: string;
  /** When the first one is due after an instant. */
  readonly nextDue: string;
}

function laneSql(names: { readonly ready: string; readonly due: string; readonly lane: string }): LaneSql {
  const { ready, due, lane } = names;
  const columns = (since: string): string => `key, priority, ${since}, deaths, state, needs IS NOT NULL, lone_deaths`;
  return {
    ready: `SELECT ${columns("available_at")} FROM runs INDEXED BY ${ready}
      WHERE ${lane} AND ready = 1 AND deaths < 2 ORDER BY priority DESC, available_at, key LIMIT ? + 0`,
    due: `SELECT ${columns("due_at")} FROM runs INDEXED BY ${due}
      WHERE ${lane} AND due_at IS NOT NULL ORDER BY due_at LIMIT ? + 0`,
    nextDue: `SELECT due_at FROM runs INDEXED BY ${due} WHERE ${lane} AND due_at > ? ORDER BY due_at LIMIT 1`,
  };
}

const served = "namespace = ? AND workflow = ? AND queue = ?";
const open = laneSql({ ready: "runs_ready", due: "runs_due", lane: `build IS NULL AND ${served}` });
const pinned = laneSql({ ready: "runs_pinned", due: "runs_pinned_due", lane: `${served} AND build = ?` });
export function lanesOf(
  session: Session,
  { wanted, paused }: { wanted: ClaimRequest; paused: ReadonlySet<string> },
  outlook: Outlook,
): readonly Lane[] {
  const namespace = session.namespaceKey;
  const lanes: Lane[] = [];
  for (const workflow of new Set(wanted.workflows))
    for (const queue of new Set(wanted.queues))
      if (!paused.has(queue))
        lanes.push({ workflow, queue, sql: open, at: [namespace, workflow, queue], some: outlook.open });
  const some = outlook.own;
  if (!some.ready && !some.due) return lanes;
  return [...lanes, ...lanes.map((lane) => ({ ...lane, sql: pinned, at: [...lane.at, wanted.build], some }))];
}
