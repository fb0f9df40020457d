/** The log of a run, with those of its jobs that are runs of their own: each line under the name of its job. */
import { isFailure, type JournalEntry, partsKey, type RunHandle, type Stepwell, type StoredLog } from "@stepwell/core";

/** A line, and where it stands in the run that was asked for. */
export interface RunLogLine extends StoredLog {
  /** Of a job that is a run of its own: that run. */
  readonly run?: string;
  /** Key of the step, as if it were one of this run. */
  readonly place: string;
}

const pageLines = 10_000;
/** A run says at its beginning what its parts are: where it has not by then, nobody reads on for that. */
const beginning = 100;

export class RunLogs {
  readonly #engine: Stepwell;
  readonly #own: RunReading;
  /** Jobs by their runs, as long as they go on. */
  readonly #jobs = new Map<string, JobRun>();
  #seen = 0;
  #parts: ReadonlySet<string> | undefined;

  constructor(engine: Stepwell, id: string) {
    this.#engine = engine;
    this.#own = new RunReading(engine.handle(id));
  }

  /** What has come since, in the order of time. */
  async fresh(): Promise<RunLogLine[]> {
    await this.#learn();
    const lines: RunLogLine[] = (await this.#own.fresh()).map((line) => ({ ...line, place: line.op }));
    let sorted = true;
    for (const [run, { job, reading, ended }] of this.#jobs) {
      for (const line of await ofChild(reading)) {
        lines.push({ ...line, run, place: placeIn(job, line.op) });
        sorted = false;
      }
      if (ended) this.#jobs.delete(run);
    }
    return sorted ? lines : lines.sort((a, b) => a.at - b.at);
  }

  async #learn(): Promise<void> {
    const { handle } = this.#own;
    while (this.#parts !== undefined || this.#seen < beginning) {
      const limit = this.#parts === undefined ? beginning : pageLines;
      const page = await handle.journal({ after: this.#seen, limit });
      for (const entry of page) this.#take(entry);
      this.#seen = page.at(-1)?.seq ?? this.#seen;
      if (page.length < limit) return;
    }
  }

  #take({ kind, op, value }: JournalEntry): void {
    if (kind === "set") this.#parts ??= partsIn(value);
    const job = jobOf(op);
    if (this.#parts?.has(partOf(job)) !== true) return;
    if (kind === "child-started" && typeof value === "string")
      this.#jobs.set(value, { job, op, reading: new RunReading(this.#engine.handle(value)), ended: false });
    if (kind === "child") for (const one of this.#jobs.values()) if (one.op === op) one.ended = true;
  }
}

interface JobRun {
  /** Key of the job's scope in its parent. */
  readonly job: string;
  readonly op: string;
  readonly reading: RunReading;
  /** There is no more to come. */
  ended: boolean;
}

class RunReading {
  readonly handle: RunHandle;
  #position = 0;

  constructor(handle: RunHandle) {
    this.handle = handle;
  }

  async fresh(): Promise<readonly StoredLog[]> {
    const found: StoredLog[] = [];
    for (;;) {
      const page = await this.handle.logs({ after: this.#position, limit: pageLines });
      this.#position = page.at(-1)?.position ?? this.#position;
      found.push(...page);
      if (page.length < pageLines) return found;
    }
  }
}

/** A job's run may be gone, or have stayed where its parent came from: what it has said is not here. */
async function ofChild(reading: RunReading): Promise<readonly StoredLog[]> {
  try {
    return await reading.fresh();
  } catch (error) {
    if (isFailure(error, "unknown-run")) return [];
    throw error;
  }
}

/** Names of its parts, where it says that it has some. */
function partsIn(value: unknown): ReadonlySet<string> | undefined {
  const [key, said] = Array.isArray(value) ? (value as readonly unknown[]) : [];
  if (key !== partsKey || !Array.isArray(said)) return undefined;
  return new Set(said.map((part) => String((part as { name?: unknown } | null)?.name)));
}

/** `call~far/n=1/n=1` is the call of leg n=1 of the job far; `call~far/far` that of the job. */
function jobOf(op: string): string {
  return op.slice(op.indexOf("~") + 1, Math.max(0, op.lastIndexOf("/")));
}

function partOf(job: string): string {
  return (job.split("/")[0] ?? "").replace(/(?: \((?:attempt|workspace|retry) \d+\))+$/, "");
}

/** In its own run it is all below a scope that is called as the job, or the leg. */
function placeIn(job: string, op: string): string {
  const below = op.indexOf("/");
  return below < 0 ? job : `${job}${op.slice(below)}`;
}
