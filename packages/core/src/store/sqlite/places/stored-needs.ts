/** The needs of a run as text in its row, from which every generation of it begins; and as rows while it is unfinished. */
import type { Need } from "../../../model/sharing.ts";
import type { RunKey } from "../../port.ts";
import type { Connection } from "../driver.ts";
import type { Session } from "../session.ts";
import { wakeLine } from "./line.ts";
import { takeToken } from "./rate.ts";

const storedSql = "SELECT needs, priority FROM runs WHERE key = ? AND needs IS NOT NULL";
const insertSql = `INSERT INTO needs (run, place, namespace, units, capacity, limit_name, period_ms, keep, rank, since,
  held, line, turn_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

export function writeNeeds(needs: readonly Need[]): string {
  return JSON.stringify(needs);
}

/** How a run begins with its needs. */
export type Beginning =
  | { readonly kind: "held" }
  /** Ready: its turn in every line. */
  | { readonly kind: "turn"; readonly at: number }
  | { readonly kind: "in-line"; readonly place: string }
  /** Not due yet. */
  | { readonly kind: "later" };

interface NewNeeds {
  readonly run: RunKey;
  readonly needs: readonly Need[];
  readonly priority: number;
  readonly since: number;
  readonly beginning: Beginning;
  readonly at: number;
}

/** The rows of a run's needs, and what its beginning means for others. */
export function beginWithNeeds(session: Session, db: Connection, parts: NewNeeds): void {
  const { run, beginning, at } = parts;
  insertNeeds(session, db, parts);
  if (beginning.kind === "held") {
    for (const need of parts.needs) if (need.periodMs !== undefined) takeToken(session, db, { run, rate: need, at });
  } else if (beginning.kind === "in-line" && parts.needs.some((need) => isRateAt(need, beginning.place))) {
    // The next of a rate is told when its time has come.
    wakeLine(session, db, { place: beginning.place, at });
  }
}

function isRateAt(need: Need, place: string): boolean {
  return need.place === place && need.periodMs !== undefined;
}

/** Of a generation whose row was made from the one before: where it is ready it takes its turn where there is room. */
export function needAgain(
  session: Session,
  db: Connection,
  { run, availableAt, at }: { readonly run: RunKey; readonly availableAt: number; readonly at: number },
): void {
  const stored = db.stmt(storedSql).get(run);
  if (stored === undefined) return;
  const needs = JSON.parse(String(stored[0])) as Need[];
  const beginning: Beginning = availableAt > at ? { kind: "later" } : { kind: "turn", at };
  insertNeeds(session, db, { run, needs, priority: Number(stored[1]), since: availableAt, beginning, at });
}

function insertNeeds(session: Session, db: Connection, parts: NewNeeds): void {
  const { run, needs, priority, since, beginning } = parts;
  const held = beginning.kind === "held" ? 1 : 0;
  const turnAt = beginning.kind === "turn" ? beginning.at : null;
  for (const need of needs) {
    const inLine = beginning.kind === "turn" || (beginning.kind === "in-line" && beginning.place === need.place);
    db.stmt(insertSql).run(
      run,
      need.place,
      session.namespaceKey,
      need.units,
      need.capacity ?? null,
      need.limit ?? null,
      need.periodMs ?? null,
      need.keep ? 1 : 0,
      -priority,
      since,
      held,
      inLine ? 1 : 0,
      turnAt,
    );
  }
}
