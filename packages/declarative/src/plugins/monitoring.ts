/** The plugin `monitoring`: what a process has executed, as text for Prometheus in a file. */
import { definePlugin, type Host, type Plugin } from "@stepwell/core";
import { MetricsFile } from "./metrics-file.ts";

export interface MonitoringOptions {
  /** Written anew as a whole. One for each process. */
  readonly file: string;
  readonly host: Host;
}

export function monitoring({ file, host }: MonitoringOptions): Plugin {
  return definePlugin({
    name: "monitoring",
    setup(engine) {
      const metrics = MetricsFile.at(file, host);
      const started = new Map<string, number>();
      engine.register("metrics", "definitions", { text: () => metrics.text });
      engine.on("run-started", ({ id, workflow, at }) => {
        started.set(id, at.getTime());
        metrics.count("stepwell_runs_started_total", { workflow });
      });
      engine.on("step-finished", ({ workflow, attempts, error }) => {
        metrics.count("stepwell_steps_total", { workflow, result: error === undefined ? "success" : "failure" });
        if (attempts > 1) metrics.count("stepwell_step_retries_total", { workflow }, attempts - 1);
      });
      engine.on("run-finished", ({ id, workflow, status, at }) => {
        metrics.count("stepwell_runs_finished_total", { workflow, status });
        const begun = started.get(id);
        started.delete(id);
        if (begun !== undefined)
          metrics.count("stepwell_run_seconds_total", { workflow }, (at.getTime() - begun) / 1_000);
        metrics.soon();
      });
    },
  });
}
