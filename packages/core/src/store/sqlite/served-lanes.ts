/** Which workflows on which queues live workers serve. */
import { limits } from "../../model/limits.ts";
import type { Serves } from "../worker-row.ts";
import type { Connection } from "./driver.ts";
import type { Session } from "./session.ts";

const servesSql = "SELECT serves FROM workers WHERE namespace = ? AND dead_at IS NULL AND beat_at > ?";

/** A worker that was silent for a lease is not expected to take anything. */
export function servedLanes(
  session: Session,
  db: Connection,
  at: number,
): (workflow: string, queue: string) => boolean {
  const all = db
    .stmt(servesSql)
    .all(session.namespaceKey, at - limits.leaseMs)
    .map(([text]) => JSON.parse(String(text)) as Serves);
  return (workflow, queue) =>
    all.some(({ workflows, queues }) => workflows.includes(workflow) && queues.includes(queue));
}
