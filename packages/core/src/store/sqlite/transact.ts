/**
 * A user's transaction, with the entry of its run written in it. The promises T1 to T3 stand in ../transaction-port.ts.
 *
 * They hold because it is one transaction of SQLite's on the engine's own connection, which holds the write lock of the
 * database from its BEGIN: whoever was found to hold the run holds it at COMMIT.
 */
import type { Host } from "../../host/port.ts";
import { failure, isFailure } from "../../model/errors.ts";
import type { Batch } from "../port.ts";
import type { TransactOutcome, TransactRequest } from "../transaction-port.ts";
import { applyBatch } from "./commit.ts";
import type { Connection } from "./driver.ts";
import type { Session } from "./session.ts";
import type { Bounds } from "./session-parts.ts";
import { asFailure, isBusy, isSqlite } from "./sql-error.ts";
import { UserSql } from "./user-sql.ts";
import { isAlive } from "./workers.ts";
import { isHeld } from "./write.ts";

const operation = "a transaction";

export function transact(session: Session, request: TransactRequest): Promise<TransactOutcome> {
  return session.interactive(operation, async (db, bounds) => {
    if (!bounds.engine(() => isOurs(session, db, request))) return { ended: "lost" };
    const user = new UserSql(db, request.step);
    const result = await withinOneTurn(session.host, request.step, () => request.body(user.sql));
    user.close();
    if (user.trouble !== undefined) throw asFailure(user.trouble, { path: session.place.path, operation });
    if (!result.ok) return { ended: "failed", error: result.error };
    if (user.undone !== undefined) return { ended: "failed", error: user.undone };
    let batch: Batch | undefined;
    try {
      batch = request.write(result.value);
    } catch (error) {
      return { ended: "failed", error };
    }
    if (batch === undefined) return { ended: "unwanted" };
    return end({ session, db, bounds }, request, batch);
  });
}

interface Open {
  readonly session: Session;
  readonly db: Connection;
  readonly bounds: Bounds;
}

function end({ session, db, bounds }: Open, request: TransactRequest, batch: Batch): TransactOutcome {
  const result = bounds.engine(() => applyBatch(session, db, batch));
  try {
    bounds.commit();
  } catch (error) {
    if (isBusy(error)) throw asFailure(error, { path: session.place.path, operation });
    // The engine has no constraint that waits for COMMIT; the user's tables may.
    const cause = isFailure(error, "store-failed") ? error.cause : undefined;
    if (!isSqlite(cause, "constraint")) throw error;
    const problem = cause instanceof Error ? cause.message : String(cause);
    return { ended: "failed", error: failure("sql-failed", { problem, sql: "COMMIT" }, cause) };
  }
  request.landed();
  return { ended: "landed", result };
}

/**
 * S2 and S3, as for a batch; under the write lock this stays so. Of what the batch before it has brought the worker may
 * still have to ask: so its row goes on naming that one.
 * @throws worker-fenced
 */
function isOurs(session: Session, db: Connection, request: TransactRequest): boolean {
  const { worker, run, claim } = request;
  if (session.remembered.trusted !== worker && !isAlive(db, worker)) throw failure("worker-fenced", { worker });
  return isHeld(session, db, { run, claim, worker });
}

type Result = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: unknown };

/** What the body gives, if it gives it before the next macrotask: as soon as it has, or when the turn is over. */
function withinOneTurn(host: Host, step: string, body: () => unknown): Promise<Result> {
  return new Promise((resolve) => {
    // First, so that a macrotask that the body begins is already too late.
    host.immediate(() => resolve({ ok: false, error: failure("transaction-left-open", { step }) }));
    (async () => body())().then(
      (value) => resolve({ ok: true, value }),
      (error) => resolve({ ok: false, error }),
    );
  });
}
