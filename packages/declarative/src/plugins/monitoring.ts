/** The plugin `monitoring`: what a process has executed, as text for Prometheus in a file. */
import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { definePlugin, type Host, type Plugin } from "@stepwell/core";

export interface MonitoringOptions {
  /** Written anew as a whole: whoever reads it sees no half of it. One for each process. */
  readonly file: string;
  readonly host: Host;
}

/** How often the file is written while runs go on, and how long after that their ends wait for the next time. */
const everyMs = 1_000;
const leastMs = 100;

export function monitoring({ file, host }: MonitoringOptions): Plugin {
  const counts = new Map<string, number>();
  const count = (metric: Metric, labels: Readonly<Record<string, string>>, by = 1): void => {
    const key = `${metric}{${Object.entries(labels)
      .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
      .join(",")}}`;
    counts.set(key, (counts.get(key) ?? 0) + by);
    later();
  };
  const started = new Map<string, number>();
  let isWaiting = false;
  let writtenAt = Number.NEGATIVE_INFINITY;
  const write = (): void => {
    writtenAt = host.monotonic();
    writeFileSync(`${file}.new`, textOf(counts));
    renameSync(`${file}.new`, file);
  };
  const later = (): void => {
    if (isWaiting) return;
    isWaiting = true;
    const due = (): void => {
      isWaiting = false;
      try {
        write();
      } catch {
        // Whoever writes at the end of a run is a listener: what that throws goes to the engine's log.
      }
    };
    host.timer(everyMs, due, { background: true, upkeep: true });
  };
  /** At once, for a process that ends with its run; but not for each of thousands. */
  const soon = (): void => {
    if (host.monotonic() - writtenAt > leastMs) write();
  };
  return definePlugin({
    name: "monitoring",
    setup(engine) {
      mkdirSync(dirname(file), { recursive: true });
      engine.register("metrics", "definitions", { text: () => textOf(counts) });
      engine.on("run-started", ({ id, workflow, at }) => {
        started.set(id, at.getTime());
        count("stepwell_runs_started_total", { workflow });
      });
      engine.on("step-finished", ({ workflow, attempts, error }) => {
        count("stepwell_steps_total", { workflow, result: error === undefined ? "success" : "failure" });
        if (attempts > 1) count("stepwell_step_retries_total", { workflow }, attempts - 1);
      });
      engine.on("run-finished", ({ id, workflow, status, at }) => {
        count("stepwell_runs_finished_total", { workflow, status });
        const begun = started.get(id);
        started.delete(id);
        if (begun !== undefined) count("stepwell_run_seconds_total", { workflow }, (at.getTime() - begun) / 1_000);
        soon();
      });
    },
  });
}

const help = {
  stepwell_runs_started_total: "Runs that this process has begun.",
  stepwell_runs_finished_total: "Runs that this process has brought to their end, by status.",
  stepwell_run_seconds_total: "Time from the beginning of runs to their end, of those that did both here.",
  stepwell_steps_total: "Steps that have ended for good, by result.",
  stepwell_step_retries_total: "Attempts of steps after their first.",
} as const;
type Metric = keyof typeof help;

function textOf(counts: ReadonlyMap<string, number>): string {
  const all = [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
  return (Object.keys(help) as Metric[])
    .map((metric) => {
      const lines = all.filter(([key]) => key.startsWith(`${metric}{`)).map(([key, value]) => `${key} ${value}\n`);
      return lines.length === 0 ? "" : `# HELP ${metric} ${help[metric]}\n# TYPE ${metric} counter\n${lines.join("")}`;
    })
    .join("");
}
