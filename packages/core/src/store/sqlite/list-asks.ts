/** Lists of questions that are open, in the order of asking; each filter goes by an index of its own. */
import type { AskFilter, AskPage, AskRow, Page } from "../port.ts";
import type { Connection, SqlRow, SqlValue } from "./driver.ts";
import { readPosition, writePosition } from "./position-cursor.ts";
import { numberOf, textOf } from "./rows.ts";
import type { Session } from "./session.ts";

const columns = `asks.op, asks.asked_at, asks.due_at, asks.assignees, asks.shown, asks.problem, runs.id, asks.workflow,
  asks.position`;
const rest = "AND asks.position > ? ORDER BY asks.position LIMIT ? + 0";
const listSql = {
  all: `SELECT ${columns} FROM asks INDEXED BY asks_listed JOIN runs ON runs.key = asks.run
    WHERE asks.namespace = ? AND asks.kind = 'ask' AND asks.answered = 0 ${rest}`,
  workflow: `SELECT ${columns} FROM asks INDEXED BY asks_workflow JOIN runs ON runs.key = asks.run
    WHERE asks.namespace = ? AND asks.workflow = ? AND asks.kind = 'ask' AND asks.answered = 0 ${rest}`,
  assignee: `SELECT ${columns} FROM ask_assignees CROSS JOIN asks ON asks.position = ask_assignees.ask
    JOIN runs ON runs.key = asks.run
    WHERE asks.answered = 0 AND ask_assignees.namespace = ? AND ask_assignees.assignee = ?
    AND ask_assignees.ask > ? AND (? IS NULL OR asks.workflow = ?) AND (? IS NULL OR runs.id = ?)
    ORDER BY ask_assignees.ask LIMIT ? + 0`,
  run: `SELECT ${columns} FROM runs INDEXED BY runs_newest CROSS JOIN asks INDEXED BY asks_run ON asks.run = runs.key
    WHERE runs.namespace = ? AND runs.id = ? AND runs.superseded = 0 AND asks.kind = 'ask' AND asks.answered = 0
    AND (? IS NULL OR asks.workflow = ?) ${rest}`,
};

export function asks(session: Session, filter: AskFilter, page: Page): Promise<AskPage> {
  return session.read("asks", (db) => {
    const rows = select(db, session.namespaceKey, {
      filter,
      after: readPosition(page.cursor, "approvals"),
      limit: page.limit + 1,
    });
    const items = rows.slice(0, page.limit);
    const last = items.at(-1);
    const more = rows.length > page.limit && last !== undefined;
    return { items: items.map(toAsk), next: more ? writePosition(Number(last[8])) : undefined };
  });
}

interface Selection {
  readonly filter: AskFilter;
  readonly after: number;
  readonly limit: number;
}

function select(db: Connection, namespace: number, { filter, after, limit }: Selection): readonly SqlRow[] {
  const workflow: SqlValue = filter.workflow ?? null;
  const run: SqlValue = filter.run ?? null;
  if (filter.assignee !== undefined)
    return db.stmt(listSql.assignee).all(namespace, filter.assignee, after, workflow, workflow, run, run, limit);
  if (run !== null) return db.stmt(listSql.run).all(namespace, run, workflow, workflow, after, limit);
  if (workflow !== null) return db.stmt(listSql.workflow).all(namespace, workflow, after, limit);
  return db.stmt(listSql.all).all(namespace, after, limit);
}

function toAsk(row: SqlRow): AskRow {
  return {
    op: String(row[0]),
    askedAt: Number(row[1]),
    dueAt: numberOf(row[2]),
    assignees: row[3] === null ? [] : (JSON.parse(String(row[3])) as string[]),
    shown: String(row[4]),
    problem: textOf(row[5]),
    run: String(row[6]),
    workflow: String(row[7]),
  };
}
