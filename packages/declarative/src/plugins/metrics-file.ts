/** Counters of a process in a file, as text for Prometheus. */
import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { Host } from "@stepwell/core";

const help = {
  stepwell_runs_started_total: "Runs that this process has begun.",
  stepwell_runs_finished_total: "Runs that this process has brought to their end, by status.",
  stepwell_run_seconds_total: "Time from the beginning of runs to their end, of those that did both here.",
  stepwell_steps_total: "Steps that have ended for good, by result.",
  stepwell_step_retries_total: "Attempts of steps after their first.",
} as const;
type Metric = keyof typeof help;

/** How often the file is written while runs go on, and how long after that their ends wait for the next time. */
const everyMs = 1_000;
const leastMs = 100;

/** A file is written by one of them: engines of a process that have the same one count together. */
const files = new Map<string, MetricsFile>();

export class MetricsFile {
  readonly #file: string;
  readonly #host: Host;
  readonly #counts = new Map<string, number>();
  #isWaiting = false;
  #writtenAt = Number.NEGATIVE_INFINITY;

  private constructor(file: string, host: Host) {
    this.#file = file;
    this.#host = host;
  }

  static at(file: string, host: Host): MetricsFile {
    const known = files.get(file) ?? new MetricsFile(file, host);
    files.set(file, known);
    mkdirSync(dirname(file), { recursive: true });
    return known;
  }

  count(metric: Metric, labels: Readonly<Record<string, string>>, by = 1): void {
    const inner = Object.entries(labels).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
    const key = `${metric}{${inner.join(",")}}`;
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + by);
    this.#later();
  }

  /** At once, for a process that ends with its run; but not for each of thousands. */
  soon(): void {
    if (this.#host.monotonic() - this.#writtenAt > leastMs) this.#write();
  }

  get text(): string {
    const all = [...this.#counts].sort(([a], [b]) => (a < b ? -1 : 1));
    return (Object.keys(help) as Metric[])
      .map((metric) => {
        const lines = all.filter(([key]) => key.startsWith(`${metric}{`)).map(([key, value]) => `${key} ${value}\n`);
        return lines.length === 0
          ? ""
          : `# HELP ${metric} ${help[metric]}\n# TYPE ${metric} counter\n${lines.join("")}`;
      })
      .join("");
  }

  /** As a whole: whoever reads it sees no half of it. */
  #write(): void {
    this.#writtenAt = this.#host.monotonic();
    writeFileSync(`${this.#file}.new`, this.text);
    renameSync(`${this.#file}.new`, this.#file);
  }

  #later(): void {
    if (this.#isWaiting) return;
    this.#isWaiting = true;
    const due = (): void => {
      this.#isWaiting = false;
      try {
        this.#write();
      } catch {
        // Whoever writes at the end of a run is a listener: what that throws goes to the engine's log.
      }
    };
    this.#host.timer(everyMs, due, { background: true, upkeep: true });
  }
}
