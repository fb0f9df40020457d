/** Deliberate faults about how long bodies may take. */
import type { Mutant } from "./mutant.ts";

export const mutantsOfTimes = {
  "attempt-never-times-out": {
    file: "worker/attempt.ts",
    find: '    this.#watch(command.timeoutMs, "timeout");\n',
    replace: "",
  },
  "attempt-times-out-early": {
    file: "worker/attempt.ts",
    find: "this.#deps.host.timer(Math.max(0, ms), fire)",
    replace: "this.#deps.host.timer(Math.max(0, ms - 20), fire)",
  },
  "late-value-taken": {
    file: "worker/attempt.ts",
    find: "    if (this.#over) return;\n    const { host } = this.#deps;\n",
    replace: "    const { host } = this.#deps;\n",
  },
  "late-body-not-told": {
    file: "worker/attempt.ts",
    find: "    this.#tell(error);\n    const { command, lastHeartbeat } = this;\n",
    replace: "    const { command, lastHeartbeat } = this;\n",
  },
  "timeout-is-no-attempt": {
    file: "worker/failed-attempt.ts",
    find: "  if (attempt >= retry.maxAttempts ||",
    replace: '  if ((attempt >= retry.maxAttempts && !isFailure(error, "step-timeout")) ||',
  },
  "begun-after-its-time": {
    file: "worker/attempt.ts",
    find: "    if (this.#overTotal()) return;\n",
    replace: "",
  },
  "time-of-all-begins-anew": {
    file: "operations/step.ts",
    find: "this.#requestedAt + total,",
    replace: "this.#run.clock.peek() + total * this.#attempt,",
  },
  "silence-not-watched": {
    file: "worker/attempt.ts",
    find: "    if (heartbeatTimeoutMs === undefined) return;\n",
    replace: "    if (heartbeatTimeoutMs === undefined || this.lastHeartbeat !== undefined) return;\n",
  },
  "silence-counted-from-the-beginning": {
    file: "worker/attempt.ts",
    find: "    this.lastHeartbeat = data;\n    this.changed = true;\n    this.#watchSilence();\n",
    replace: "    this.lastHeartbeat = data;\n    this.changed = true;\n",
  },
  "heartbeat-not-kept": {
    file: "operations/step.ts",
    find: "if (heartbeat !== undefined) this.#lastHeartbeat = heartbeat;",
    replace: "if (heartbeat !== undefined) this.#lastHeartbeat ??= heartbeat;",
  },
  "limit-over-early": {
    file: "operations/time-limit.ts",
    find: 'do: "timer", dueAt }',
    replace: 'do: "timer", dueAt: dueAt - 20 }',
  },
  "limit-not-stopped": {
    file: "operations/time-limit.ts",
    find: "stop: () => giveUp(waiting),",
    replace: "stop: () => giveUp,",
  },
  "limit-not-begun-anew": {
    file: "operations/time-limit.ts",
    find: "      dueAt = at + againMs;\n",
    replace: "      dueAt += 0 * (at + againMs);\n",
  },
  "expired-too-early": {
    file: "store/sqlite/unbegun.ts",
    find: "WHERE namespace = ? AND expires_at <= ? AND",
    replace: "WHERE namespace = ? AND expires_at <= ? + 100 AND",
  },
  "expired-after-it-has-begun": {
    file: "store/sqlite/claim.ts",
    find: "in_line = NULL, expires_at = NULL",
    replace: "in_line = NULL",
  },
  "expired-and-begun": {
    file: "store/sqlite/claim.ts",
    find: "const over = expiresAt !== undefined && expiresAt <= at;",
    replace: "const over = expiresAt !== undefined && expiresAt + 300 <= at;",
  },
} as const satisfies Readonly<Record<string, Mutant>>;
