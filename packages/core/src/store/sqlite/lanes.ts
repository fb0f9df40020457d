/**
 * Where claims look: at each workflow and queue that the worker serves; and, if there are any, at those of these runs
 * that only its own build may take. They stand in indexes of their own, which other runs do not enter.
 */
import type { ClaimRequest } from "../port.ts";
import type { Connection, SqlValue } from "./driver.ts";
import type { Session } from "./session.ts";

export interface Lane {
  readonly workflow: string;
  readonly queue: string;
  readonly sql: LaneSql;
  /** What the statements begin with. */
  readonly at: readonly SqlValue[];
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
const anyPinnedSql = `SELECT
  EXISTS (SELECT 1 FROM runs INDEXED BY runs_pinned WHERE namespace = ?1 AND build = ?2 AND ready = 1 AND deaths < 2)
  OR EXISTS (SELECT 1 FROM runs INDEXED BY runs_pinned_due WHERE namespace = ?1 AND build = ?2 AND due_at IS NOT NULL)`;

export function lanesOf(
  session: Session,
  db: Connection,
  { wanted, paused }: { wanted: ClaimRequest; paused: ReadonlySet<string> },
): readonly Lane[] {
  const namespace = session.namespaceKey;
  const lanes: Lane[] = [];
  for (const workflow of new Set(wanted.workflows))
    for (const queue of new Set(wanted.queues))
      if (!paused.has(queue)) lanes.push({ workflow, queue, sql: open, at: [namespace, workflow, queue] });
  if (db.stmt(anyPinnedSql).get(namespace, wanted.build)?.[0] !== 1) return lanes;
  const own = lanes.map((lane) => ({ ...lane, sql: pinned, at: [...lane.at, wanted.build] }));
  return [...lanes, ...own];
}
