/** The plugin `logging`: a line of JSON for each start, step and end of a run. */
import { appendFileSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { definePlugin, messageOf, type Plugin } from "@stepwell/core";

const levels = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;
type Level = (typeof levels)[number];

export interface LoggingOptions {
  /** Is made, and added to. */
  readonly file: string;
  /** The least that is written: steps are debug, starts and good ends info, bad ends error. */
  readonly level: Level;
}

/** Values of runs are in no line: they may be anything. */
export function logging({ file, level }: LoggingOptions): Plugin {
  const least = levels.indexOf(level);
  const write = (of: Level, line: { readonly at: Date; readonly [key: string]: unknown }): void => {
    if (levels.indexOf(of) < least) return;
    const { at, ...rest } = line;
    appendFileSync(file, `${JSON.stringify({ time: at.toISOString(), level: of, ...rest })}\n`);
  };
  return definePlugin({
    name: "logging",
    setup(engine) {
      mkdirSync(dirname(file), { recursive: true });
      engine.on("run-started", ({ id: run, workflow, at }) =>
        write("info", { at, event: "run-started", run, workflow }),
      );
      engine.on("step-finished", ({ id: run, workflow, at, step, attempts, error }) =>
        write("debug", { at, event: "step-finished", run, workflow, step, attempts, ...told(error) }),
      );
      engine.on("run-finished", ({ id: run, workflow, at, status, error }) =>
        write(status === "completed" || status === "cancelled" ? "info" : "error", {
          at,
          event: "run-finished",
          run,
          workflow,
          status,
          ...told(error),
        }),
      );
    },
  });
}

function told(error: unknown): { readonly error?: string } {
  return error === undefined ? {} : { error: messageOf(error) };
}
