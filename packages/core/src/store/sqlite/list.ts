/**
 * Lists and counts. A filter has one leading part, which an index answers newest first: attribute, tag, workflow
 * (by state), state, or none. What else the filter asks is looked up per run, for at most `scanBudget` runs a
 * page; a page that ends there has a cursor to go on with.
 */
import { failure } from "../../model/errors.ts";
import { type RunState, runStates } from "../../model/run-state.ts";
import type { Page, RunFilter, RunKey, RunPage, RunRow } from "../port.ts";
import type { Connection, SqlValue } from "./driver.ts";
import { attributeKey, keyList, runColumns, toRun } from "./rows.ts";
import type { Session } from "./session.ts";

/** Runs looked at for one page or count when an index alone does not answer the filter: under 10 ms (bench L1). */
const scanBudget = 4_000;
const chunkSize = 500;

/** A run's place in the order of lists. */
interface Spot {
  readonly createdAt: number;
  readonly key: RunKey;
}

/** One index range; several are merged, as for a list of states. */
interface Source {
  readonly sql: string;
  readonly values: readonly SqlValue[];
}

interface Plan {
  readonly sources: readonly Source[];
  /** What the sources do not answer. */
  readonly rest: readonly { readonly sql: string; readonly values: readonly SqlValue[] }[];
}

function range(from: string, columns: { readonly createdAt: string; readonly key: string }): string {
  const { createdAt, key } = columns;
  return `SELECT ${createdAt}, ${key} ${from} AND ${createdAt} >= ? AND (${createdAt}, ${key}) < (?, ?)
  ORDER BY ${createdAt} DESC, ${key} DESC LIMIT ? + 0`;
}

const ofRuns = { createdAt: "created_at", key: "key" };
const beside = { createdAt: "created_at", key: "run" };
const allSql = range("FROM runs INDEXED BY runs_created WHERE namespace = ? AND superseded = 0", ofRuns);
const stateSql = range("FROM runs INDEXED BY runs_state WHERE namespace = ? AND state = ? AND superseded = 0", ofRuns);
const workflowSql = range(
  `FROM runs INDEXED BY runs_workflow
  WHERE namespace = ? AND workflow = ? AND state = ? AND superseded = 0 AND state <> 'running'`,
  ofRuns,
);
/** Running ones are few, and not in runs_workflow (schema.ts). */
const workflowRunningSql = range(
  "FROM runs INDEXED BY runs_state WHERE namespace = ? AND workflow = ? AND state = ? AND superseded = 0",
  ofRuns,
);
const parentSql = range(
  "FROM runs INDEXED BY runs_parent WHERE namespace = ? AND parent = ? AND superseded = 0",
  ofRuns,
);
const tagSql = range("FROM run_tags WHERE namespace = ? AND tag = ?", beside);
const attributeSql = range(
  "FROM run_attributes INDEXED BY run_attributes_value WHERE namespace = ? AND name = ? AND value = ?",
  beside,
);

export function list(session: Session, filter: RunFilter, page: Page): Promise<RunPage> {
  return session.snapshot("list", (db) => {
    const plan = planOf(session, filter);
    const items: RunRow[] = [];
    let spot = page.cursor === undefined ? startOf(filter) : readCursor(page.cursor);
    for (let scanned = 0; scanned < scanBudget; scanned += chunkSize) {
      const wanted = page.limit - items.length;
      const size = plan.rest.length === 0 ? wanted + 1 : chunkSize;
      const spots = nextSpots(db, { plan, filter, spot, size });
      const rows = pick(session, db, plan, spots);
      items.push(...rows.slice(0, wanted));
      if (rows.length > wanted || (items.length === page.limit && spots.length === size)) {
        return { items, next: cursorAfter(items, spot) };
      }
      if (spots.length < size) return { items, next: undefined };
      spot = spots.at(-1) ?? spot;
    }
    return { items, next: writeCursor(spot) };
  });
}

export function count(session: Session, filter: RunFilter, cap: number): Promise<number> {
  return session.snapshot("count", (db) => {
    const plan = planOf(session, filter);
    if (plan.rest.length === 0) return countSources(db, { plan, filter, spot: startOf(filter), size: cap });
    let found = 0;
    let spot = startOf(filter);
    for (let scanned = 0; scanned < scanBudget && found < cap; scanned += chunkSize) {
      const spots = nextSpots(db, { plan, filter, spot, size: chunkSize });
      found += matching(db, plan, spots);
      if (spots.length < chunkSize) break;
      spot = spots.at(-1) ?? spot;
    }
    return Math.min(found, cap);
  });
}

function planOf(session: Session, filter: RunFilter): Plan {
  const { attribute, tag, parent, workflow, text } = filter;
  const states = filter.status === undefined || filter.status.length === 0 ? undefined : [...new Set(filter.status)];
  const namespace = session.namespaceKey;
  const rest = text === undefined || text === "" ? [] : [textRest(text)];
  const workflowRest = workflow === undefined ? [] : [{ sql: "workflow = ?", values: [workflow] }];
  const parentRest = parent === undefined ? [] : [{ sql: "parent = ?", values: [parent] }];
  const stateRest = states === undefined ? [] : [stateRestOf(states)];
  if (attribute !== undefined) {
    const values = [namespace, attribute.name, attributeKey(attribute.value)];
    const tagRest = tag === undefined ? [] : [tagRestOf(namespace, tag)];
    return {
      sources: [{ sql: attributeSql, values }],
      rest: [...tagRest, ...parentRest, ...workflowRest, ...stateRest, ...rest],
    };
  }
  if (tag !== undefined) {
    return {
      sources: [{ sql: tagSql, values: [namespace, tag] }],
      rest: [...parentRest, ...workflowRest, ...stateRest, ...rest],
    };
  }
  if (parent !== undefined) {
    return {
      sources: [{ sql: parentSql, values: [namespace, parent] }],
      rest: [...workflowRest, ...stateRest, ...rest],
    };
  }
  if (workflow !== undefined) {
    const all = states ?? runStates;
    const sourceOf = (state: RunState): Source => ({
      sql: state === "running" ? workflowRunningSql : workflowSql,
      values: [namespace, workflow, state],
    });
    return { sources: all.map(sourceOf), rest };
  }
  if (states !== undefined) {
    return { sources: states.map((state) => ({ sql: stateSql, values: [namespace, state] })), rest };
  }
  return { sources: [{ sql: allSql, values: [namespace] }], rest };
}

function textRest(text: string): Plan["rest"][number] {
  const pattern = `%${text.replace(/[\\%_]/g, "\\$&")}%`;
  return { sql: "(id LIKE ? ESCAPE '\\' OR title LIKE ? ESCAPE '\\')", values: [pattern, pattern] };
}

function stateRestOf(states: readonly RunState[]): Plan["rest"][number] {
  return { sql: "state IN (SELECT value FROM json_each(?))", values: [JSON.stringify(states)] };
}

function tagRestOf(namespace: number, tag: string): Plan["rest"][number] {
  const sql = `EXISTS (SELECT 1 FROM run_tags WHERE run_tags.namespace = ? AND tag = ?
    AND run_tags.created_at = runs.created_at AND run_tags.run = runs.key)`;
  return { sql, values: [namespace, tag] };
}

interface Scan {
  readonly plan: Plan;
  readonly filter: RunFilter;
  readonly spot: Spot;
  readonly size: number;
}

/** The next runs of the plan's sources below the spot, newest first. */
function nextSpots(db: Connection, { plan, filter, spot, size }: Scan): Spot[] {
  const since = filter.since ?? 0;
  const spots = plan.sources.flatMap(({ sql, values }) =>
    db
      .stmt(sql)
      .all(...values, since, spot.createdAt, spot.key, size)
      .map(([createdAt, key]) => ({ createdAt: createdAt as number, key: key as RunKey })),
  );
  if (plan.sources.length > 1) spots.sort((a, b) => b.createdAt - a.createdAt || b.key - a.key);
  return spots.slice(0, size);
}

function countSources(db: Connection, { plan, filter, spot, size }: Scan): number {
  let found = 0;
  for (const { sql, values } of plan.sources) {
    const counted = db.stmt(`SELECT count(*) FROM (${sql})`);
    found += Number(counted.get(...values, filter.since ?? 0, spot.createdAt, spot.key, size)?.[0]);
  }
  return Math.min(found, size);
}

function pick(session: Session, db: Connection, plan: Plan, spots: readonly Spot[]): RunRow[] {
  const rows = db.stmt(`SELECT ${runColumns} ${among(plan)} ORDER BY created_at DESC, key DESC`);
  return rows.all(...valuesOf(plan, spots)).map((row) => toRun(row, session.namespace));
}

function matching(db: Connection, plan: Plan, spots: readonly Spot[]): number {
  return Number(db.stmt(`SELECT count(*) ${among(plan)}`).get(...valuesOf(plan, spots))?.[0]);
}

function among(plan: Plan): string {
  return ["FROM runs WHERE key IN (SELECT value FROM json_each(?))", ...plan.rest.map(({ sql }) => sql)].join(" AND ");
}

function valuesOf(plan: Plan, spots: readonly Spot[]): SqlValue[] {
  return [keyList(spots.map((spot) => spot.key)), ...plan.rest.flatMap(({ values }) => values)];
}

/** Above all runs, or above those created before `until`. */
function startOf(filter: RunFilter): Spot {
  return { createdAt: filter.until ?? Number.MAX_SAFE_INTEGER, key: 0 as RunKey };
}

function cursorAfter(items: readonly RunRow[], otherwise: Spot): string {
  return writeCursor(items.at(-1) ?? otherwise);
}

function writeCursor({ createdAt, key }: Spot): string {
  return Buffer.from(`${createdAt}.${key}`).toString("base64url");
}

function readCursor(cursor: string): Spot {
  const match = /^(\d+)\.(\d+)$/.exec(Buffer.from(cursor, "base64url").toString());
  if (match === null) {
    throw failure("invalid-option", { where: "list", option: "cursor", problem: "is not one that list gave" });
  }
  return { createdAt: Number(match[1]), key: Number(match[2]) as RunKey };
}
