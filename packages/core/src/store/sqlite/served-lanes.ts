/** Which workflows on which queues live workers serve, and with which builds. */
import { limits } from "../../model/limits.ts";
import type { Serves } from "../worker-row.ts";
import type { Connection } from "./driver.ts";
import type { Session } from "./session.ts";

const servesSql = "SELECT serves, build FROM workers WHERE namespace = ? AND dead_at IS NULL AND beat_at > ?";

/** A worker that was silent for a lease is not expected to take anything. */
export function servedLanes(
  session: Session,
  db: Connection,
  at: number,
): (workflow: string, queue: string) => ReadonlySet<string> {
  const all = db
    .stmt(servesSql)
    .all(session.namespaceKey, at - limits.leaseMs)
    .map(([text, build]) => ({ ...(JSON.parse(String(text)) as Serves), build: String(build) }));
  return (workflow, queue) => {
    const serving = all.filter(({ workflows, queues }) => workflows.includes(workflow) && queues.includes(queue));
    return new Set(serving.map(({ build }) => build));
  };
}
