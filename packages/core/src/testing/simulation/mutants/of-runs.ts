/** Deliberate faults about single runs: what is undone, begun once, drawn, timed and kept for those who read it. */
import type { Mutant } from "./mutant.ts";

export const mutantsOfRuns = {
  "undoing-forgotten": {
    file: "operations/finale-state.ts",
    find: "    this.#registered.push({ name, id: at.id, execute: () => execute(at) });\n",
    replace:
      "    this.#registered.push({ name, id: at.id, execute: () => execute(at) });\n    if (this.#registered.length > 2) this.#registered.splice(1, 1);\n",
  },
  "not-undone-when-cancelled": {
    file: "operations/finale.ts",
    find: "const registered = run.finale.compensations.newestFirst();",
    replace: 'const registered = own.by === "cancel" ? [] : run.finale.compensations.newestFirst();',
  },
  "undone-while-it-goes-on": {
    file: "worker/settle.ts",
    find: "  if (graceUntil !== undefined && run.finale.undoing) return graceUntil;\n",
    replace: "",
  },
  "started-end-with-a-good-parent": {
    file: "store/sqlite/change.ts",
    find: '  if (event === "complete") return { run, id: "", how: "complete" };\n',
    replace: "",
  },
  "called-in-vain-goes-on": {
    file: "worker/live-run.ts",
    find: 'cancels: operation.awaitsEnd === "called"',
    replace: "cancels: false",
  },
  "started-ends-when-given-up": {
    file: "worker/live-run.ts",
    find: 'cancels: operation.awaitsEnd === "called"',
    replace: "cancels: true",
  },
  "told-of-an-older-generation": {
    file: "store/sqlite/children.ts",
    find: "  const child = newestOf(session, db, id);\n",
    replace:
      '  const newest = newestOf(session, db, id);\n  const older = db.stmt("SELECT key FROM runs WHERE id = ? AND superseded = 1 ORDER BY key LIMIT 1").get(id)?.[0];\n  const child = older === undefined ? newest : (readRow(session, db, older as RunKey) ?? newest);\n',
  },
  "detached-ends-with-its-parent": {
    file: "store/sqlite/run-ends.ts",
    find: "AND superseded = 0 AND detached = 0 AND",
    replace: "AND superseded = 0 AND",
  },
  "interrupted-begins-again": {
    file: "operations/step.ts",
    find: "    if (this.#interrupted) {\n",
    replace: "    if (this.#interrupted && policy === undefined) {\n",
  },
  "beginning-not-recorded": {
    file: "worker/begin.ts",
    find: "      if (command.body.atMostOnce)\n",
    replace: "      if (command.body.atMostOnce && now === 0)\n",
  },
  "all-draw-the-same": {
    file: "worker/live-run.ts",
    find: "return seedNow(this.row.seed, (position) => this.cursor.knows(position));",
    replace: 'return "0123456789abcdef0123456789abcdef";',
  },
  "attempts-draw-apart": {
    file: "operations/step-context.ts",
    find: "return randomAt(this.#run.seed, this.#command.operation.id, ++this.#randoms);",
    replace: "return randomAt(this.#run.seed, this.#command.operation.id, ++this.#randoms + this.#command.attempt);",
  },
  "never-timed-out": {
    file: "worker/end-request.ts",
    find: "return startedAt + timeoutMs + pausedMs;",
    replace: "return startedAt + timeoutMs + pausedMs + 1_000_000_000;",
  },
  "timed-out-while-paused": {
    file: "worker/end-request.ts",
    find: "return startedAt + timeoutMs + pausedMs;",
    replace: "return startedAt + timeoutMs;",
  },
  "set-by-a-body-not-read": {
    file: "worker/attempt-end.ts",
    find: "  if (data !== undefined) run.record.write.data.push(...data);\n",
    replace: "",
  },
  "lines-lost": {
    file: "worker/run-record.ts",
    find: "return n > this.#keptLines && this.addLine(",
    replace: "return n > this.#keptLines + 1 && this.addLine(",
  },
  "lines-of-bodies-lost": {
    file: "worker/attempt.ts",
    find: "      n: ++this.#logLine,\n",
    replace: "      n: ++this.#logLine * 100_000,\n",
  },
  "started-though-it-is-there": {
    file: "model/start-policy.ts",
    find: 'answer(inputProblem(existing, wanted, same) ?? "exists")',
    replace: "answer(inputProblem(existing, wanted, same))",
  },
  "result-of-another": {
    file: "engine/result.ts",
    find: "return internals.decode(heard.output);",
    replace: "return internals.decode(row.input);",
  },
  "watch-ends-too-early": {
    file: "engine/watch.ts",
    find: "      if (entries.length < pageEntries) break;\n",
    replace:
      "      if (entries.length < pageEntries) break;\n    }\n    if (!followed) row = await options.find();\n    {\n",
  },
  "fence-of-one-generation": {
    file: "worker/live-run.ts",
    find: "    return this.row.claimsBefore + this.claim;\n",
    replace: "    return this.claim;\n",
  },
  "fence-begins-anew": {
    file: "store/sqlite/continue.ts",
    find: "life + 1, needs, pins, claims_before + claim\nFROM",
    replace: "life + 1, needs, pins, 0\nFROM",
  },
  "data-left-behind": {
    file: "store/sqlite/continue.ts",
    find: "  bequeathWhatWasSet(db, heritage);\n",
    replace: "",
  },
} as const satisfies Readonly<Record<string, Mutant>>;
