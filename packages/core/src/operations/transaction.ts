/**
 * wf.transaction: the user's SQL on the engine's own database, kept together with the entry of its result: exactly
 * once. Recorded as a step is.
 */

import { failure } from "../model/errors.ts";
import { quoted } from "../model/quoted.ts";
import { readOptions } from "../model/read-options.ts";
import type { RetryOptions } from "../model/retry.ts";
import type { Sql } from "../model/sql.ts";
import type { BodyContext } from "./body-context.ts";
import type { RunPort } from "./run-port.ts";
import { request } from "./step.ts";
import { resolveStepOptions } from "./step-options.ts";

/** How often a transaction may be tried. */
export interface TransactionOptions {
  /** As of a step: a number is maxAttempts, false means one attempt. A failed attempt has changed nothing. */
  readonly retry?: RetryOptions | number | false;
}

/** `wf.transaction(name, fn, options)`. */
export function transaction<T>(
  run: RunPort,
  name: string,
  rest: { fn: (sql: Sql, s: BodyContext) => T; options?: TransactionOptions | undefined },
): Promise<Awaited<T>> {
  const { fn, options } = rest;
  const where = `wf.transaction(${quoted(name)})`;
  if (typeof fn !== "function") throw failure("invalid-option", { where, option: "fn", problem: "must be a function" });
  // Time limits are of no use: whatever takes longer than one turn of the event loop is over anyway.
  const policy = resolveStepOptions(options && readOptions(options, ["retry"], { where }), run.defaults, where);
  const execute = () => {
    throw failure("broken-invariant", { what: `the transaction ${quoted(name)} was executed as a plain body` });
  };
  const place = { isolation: "transaction", body: fn } as const;
  return request(run, { call: "wf.transaction", name, policy, place, execute }) as Promise<Awaited<T>>;
}
