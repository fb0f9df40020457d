/**
 * Deliberate faults of the engine, to see that the simulation finds them. Each replaces a text of one source file while
 * it is loaded (install.ts): the sources themselves know nothing of it.
 */

import type { Mutant } from "./mutant.ts";
import { mutantsOfHooks } from "./of-hooks.ts";
import { mutantsOfRemovals } from "./of-removals.ts";
import { mutantsOfRuns } from "./of-runs.ts";
import { mutantsOfSharing } from "./of-sharing.ts";
import { mutantsOfTimes } from "./of-times.ts";

export const mutants = {
  ...mutantsOfSharing,
  ...mutantsOfRuns,
  ...mutantsOfTimes,
  ...mutantsOfHooks,
  ...mutantsOfRemovals,
  "no-fencing": {
    file: "store/sqlite/commit.ts",
    find: 'if (db.stmt(fenceSql).run(batch.id, worker) === 0) throw failure("worker-fenced", { worker });',
    replace: "db.stmt(fenceSql).run(batch.id, worker);",
  },
  "claim-not-checked": {
    file: "store/sqlite/write.ts",
    find: "WHERE key = ? AND owner = ? AND claim = ? AND state = 'running'`",
    replace: "WHERE key = ? AND (owner = ? OR 1) AND (claim = ? OR 1)`",
  },
  "claim-number-stays": {
    file: "store/sqlite/claim.ts",
    find: "claim = claim + 1, started_at",
    replace: "claim = max(claim, 1), started_at",
  },
  "no-barrier": {
    file: "worker/bodies.ts",
    find: "run.agenda.takeBodies(run.record.durable)",
    replace: "run.agenda.takeBodies(Infinity)",
  },
  "delivered-out-of-order": {
    file: "replay/cursor.ts",
    find: "      this.#line.push(entry);\n",
    replace: "      this.#line.splice(this.#head, 0, entry);\n",
  },
  "signal-lost-at-parking": {
    file: "store/sqlite/inbox.ts",
    find: "return db.stmt(laterSql).get(run, seen) !== undefined;",
    replace: "return false;",
  },
  "signal-kept-by-nobody": {
    file: "store/sqlite/inbox.ts",
    find: " AND name LIKE 'signal~%'`).run(to, from);",
    replace: " AND name LIKE 'nothing~%'`).run(to, from);",
  },
  "message-delivered-late": {
    file: "worker/worker.ts",
    find: "      this.#intake.delivered(result.delivered);\n    }",
    replace: "    queueMicrotask(() => this.#intake.delivered(result.delivered));\n    }",
  },
  "dedup-dropped": {
    file: "store/sqlite/inbox.ts",
    find: "insert(run, name, dedup ?? null,",
    replace: "insert(run, name, null,",
  },
  "timer-twice": {
    file: "worker/events.ts",
    find: "    run.agenda.timers.delete(timer.operation);\n",
    replace: "",
  },
  "timer-early": {
    file: "worker/events.ts",
    find: "top.at <= deps.now ? top : undefined",
    replace: "top.at <= deps.now + 40 ? top : undefined",
  },
  "timer-forgotten-at-parking": {
    file: "worker/settle.ts",
    find: 'run.leave({ event: "park", wakeAt, why',
    replace: 'run.leave({ event: "park", wakeAt: undefined, why',
  },
  "message-before-its-timer": {
    file: "worker/events.ts",
    find: "if (timer !== undefined && timerAt <= fitAt) {",
    replace: "if (timer !== undefined && fit === undefined) {",
  },
  "transaction-overtakes": {
    file: "worker/transactions.ts",
    find: "({ run }) => !run.record.write.onItsWay",
    replace: "({ run }) => run.record.durable + run.record.write.entries.length === run.record.position",
  },
  "silence-is-no-death": {
    file: "worker/silence.ts",
    find: "Math.max(at.wall - other.beatAt, silentMs) > limits.leaseMs",
    replace: "false",
  },
  "attempt-not-replayed": {
    file: "operations/step.ts",
    find: "        this.#attempt = entry.attempt + 1;\n        this.#notBefore = nextAt;",
    replace: "        this.#attempt += this.#run.cursor.replaying ? 0 : 1;\n        this.#notBefore = nextAt;",
  },
  "backoff-ignored": {
    file: "worker/begin.ts",
    find: "if (command.notBefore > now) {",
    replace: "if (command.notBefore > now + 1_000_000_000) {",
  },
  "one-attempt-more": {
    file: "worker/failed-attempt.ts",
    find: "attempt >= retry.maxAttempts",
    replace: "attempt > retry.maxAttempts",
  },
  "undone-oldest-first": {
    file: "operations/finale-state.ts",
    find: "this.#registered.toReversed()",
    replace: "this.#registered.slice()",
  },
  "commit-outcome-guessed": {
    file: "worker/commit-queue.ts",
    find: "return this.#askWhetherItLanded(batch, asked);",
    replace: 'return "again";',
  },
  "cancel-forgotten-after-a-death": {
    file: "store/sqlite/workers.ts",
    find: ", owner = NULL, ready = 1`",
    replace: ", owner = NULL, ready = 1, cancel_requested_at = NULL`",
  },
  "cancel-not-told": {
    file: "worker/live-run.ts",
    find: "    if (this.ending !== undefined && !operation.shielded) {\n",
    replace: "    if (this.ending !== undefined && operation.shielded) {\n",
  },
  "pause-ignored": {
    file: "worker/settle.ts",
    find: "if (run.pausing || deps.stopping) {",
    replace: "if (deps.stopping) {",
  },
  "child-end-not-told": {
    file: "store/sqlite/run-ends.ts",
    find: "if (end !== undefined) tell(",
    replace: "if (end !== undefined && child % 7 !== 0) tell(",
  },
  "children-left-behind": {
    file: "store/sqlite/run-ends.ts",
    find: 'if (end.how === "badly" || end.how === "kill") endChildren',
    replace: 'if (end.how === "kill") endChildren',
  },
  "stale-memory": {
    file: "worker/hot-runs.ts",
    find: "const valid = row.claim === run.claim + 1 && (entries === undefined || entries.length === run.record.position);",
    replace: "const valid = entries === undefined || entries !== undefined;",
  },
  "bodies-during-replay": {
    file: "worker/live-run.ts",
    find: "    this.cursor.ask(operation);\n    this.unstarted.set(operation, operation);\n",
    replace:
      '    this.cursor.ask(operation);\n    const wanted = operation.command();\n    if (this.cursor.replaying && wanted.do === "body") this.agenda.wait({ body: wanted.body, barrier: 0 });\n    else this.unstarted.set(operation, operation);\n    this.#holder.touch(this);\n',
  },
  "random-of-the-claim": {
    file: "operations/deterministic.ts",
    find: "randomAt(run.seed, scope.path, count(",
    replace: "randomAt(run.seed, scope.path + run.fence, count(",
  },
  "counters-miss-the-reaped": {
    file: "store/sqlite/workers.ts",
    find: '.moved("running", released);',
    replace: '.moved("running", "running");',
  },
  "claimed-while-registering": {
    file: "worker/worker.ts",
    find: "const absent = () => this.#away || this.#stopping;",
    replace: "const absent = () => this.#stopping;",
  },
  "start-taken-from-others": {
    file: "worker/intake.ts",
    find: 'row.status === "running" && row.owner === worker)',
    replace: 'row.status === "running")',
  },
  "stale-memory-taken": {
    file: "worker/hot-runs.ts",
    find: "const valid = row.claim === run.claim + 1 &&",
    replace: "const valid = row.claim > 0 ||",
  },
  "lost-shield-waited-for": {
    file: "operations/race.ts",
    find: "    run.finale.shields.giveUp(scope.path);\n",
    replace: "",
  },
  "late-batch-taken": {
    file: "worker/worker.ts",
    find: "const brought = !this.#away && batch.worker === this.#lease.worker;",
    replace: "const brought = batch.worker !== undefined;",
  },
  "answered-question-opened-again": {
    file: "worker/openings.ts",
    find: "    if (!run.cursor.waitsFor(operation)) continue;\n",
    replace: "",
  },
  "callback-taken-twice": {
    file: "engine/complete-callback.ts",
    find: "dedup: onlyOne, onlyOpen: true",
    replace: "dedup: undefined, onlyOpen: true",
  },
  "late-answer-taken": {
    file: "store/sqlite/openings.ts",
    find: 'Number(row[0]) <= asked.at ? "late" : undefined',
    replace: 'Number(row[0]) < 0 ? "late" : undefined',
  },
  "transaction-outcome-guessed": {
    file: "worker/transactions.ts",
    find: "      if (!transaction.run.dropped) this.#parts.worker.held.giveBack(transaction.run);\n      owner.landed();\n",
    replace: "      return firstRetryMs;\n",
  },
  "value-computed-by-all": {
    file: "store/sqlite/cache.ts",
    find: "if (isHeld !== 1 || (run === take.run && op === take.op)) return undefined;",
    replace: "if (isHeld !== 1 || run !== null) return undefined;",
  },
} as const satisfies Readonly<Record<string, Mutant>>;

export type MutantName = keyof typeof mutants;
