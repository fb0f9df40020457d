/**
 * The engine that one writes first, for comparison: all runs in memory, one at a time, one synchronous commit per
 * step, tables without an index. What its steps return is as durable as ours; a run does not survive its process.
 */
import { DatabaseSync } from "node:sqlite";

type Step = (n: number) => unknown;

interface NaiveRun {
  readonly id: string;
  readonly workflow: string;
  readonly createdAt: number;
  status: "pending" | "running" | "waiting" | "completed" | "failed";
  readonly input: unknown;
  /** What its steps have returned. */
  readonly history: { readonly name: string; readonly at: number; readonly result: unknown }[];
  /** Set while it waits: what wakes it. */
  wake: (() => void) | undefined;
}

export class NaiveEngine {
  readonly #db: DatabaseSync;
  readonly #runs = new Map<string, NaiveRun>();
  #queue: Promise<unknown> = Promise.resolve();

  /** @param synchronous OFF where only its memory is measured, and its commits are not to be waited for */
  constructor(file: string, synchronous: "FULL" | "OFF" = "FULL") {
    this.#db = new DatabaseSync(file);
    this.#db.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = ${synchronous};
      CREATE TABLE runs (id TEXT, workflow TEXT, status TEXT, created_at INTEGER, input TEXT, output TEXT, error TEXT);
      CREATE TABLE steps (run_id TEXT, name TEXT, at INTEGER, result TEXT)`);
  }

  /** Executes the steps in order, once all runs before it are over. */
  execute(id: string, steps: readonly Step[]): Promise<void> {
    const done = this.#queue.then(() => this.#execute(id, steps));
    this.#queue = done;
    return done;
  }

  /** A run that has made one step and waits for long. */
  park(id: string, input: unknown): void {
    const run = this.#add(id, input);
    this.#keep(run, "first", { item: 1, ok: true });
    run.status = "waiting";
    const woken = new Promise<void>((resolve) => {
      run.wake = resolve;
    });
    void woken.then(() => this.#keep(run, "second", { item: 2, ok: true }));
  }

  /** Rows for queries, written at once: how they came is not measured. */
  fill(rows: readonly { readonly id: string; readonly status: string; readonly createdAt: number }[]): void {
    const insert = this.#db.prepare(
      "INSERT INTO runs (id, workflow, status, created_at, input) VALUES (?, ?, ?, ?, ?)",
    );
    this.#db.exec("BEGIN");
    for (const { id, status, createdAt } of rows) insert.run(id, "ends", status, createdAt, '{"item":7,"ok":true}');
    this.#db.exec("COMMIT");
  }

  list(status: string, limit: number): unknown[] {
    return this.#db.prepare("SELECT * FROM runs WHERE status = ? ORDER BY created_at DESC LIMIT ?").all(status, limit);
  }

  /** How many runs of each status are older than an instant: what a retention rule asks. */
  retention(statuses: readonly string[], before: number): number[] {
    const count = this.#db.prepare("SELECT count(*) AS found FROM runs WHERE status = ? AND created_at < ?");
    return statuses.map((status) => Number(count.get(status, before)?.found));
  }

  close(): void {
    this.#db.close();
  }

  async #execute(id: string, steps: readonly Step[]): Promise<void> {
    const run = this.#add(id, undefined);
    run.status = "running";
    for (const [n, step] of steps.entries()) this.#keep(run, `step-${n + 1}`, await step(n + 1));
    run.status = "completed";
    this.#db.prepare("UPDATE runs SET status = ? WHERE id = ?").run(run.status, id);
  }

  #add(id: string, input: unknown): NaiveRun {
    const createdAt = Date.now();
    const run: NaiveRun = { id, workflow: "naive", createdAt, status: "pending", input, history: [], wake: undefined };
    this.#runs.set(id, run);
    this.#db
      .prepare("INSERT INTO runs (id, workflow, status, created_at, input) VALUES (?, ?, ?, ?, ?)")
      .run(id, run.workflow, run.status, createdAt, JSON.stringify(input ?? null));
    return run;
  }

  #keep(run: NaiveRun, name: string, result: unknown): void {
    run.history.push({ name, at: Date.now(), result });
    this.#db
      .prepare("INSERT INTO steps (run_id, name, at, result) VALUES (?, ?, ?, ?)")
      .run(run.id, name, Date.now(), JSON.stringify(result ?? null));
  }
}
