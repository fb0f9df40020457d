/** wf.log and wf.progress: what is told to whoever watches. Nothing of it is in the journal. */
import { checkLogLevel, checkLogText, checkProgress, type LogLevel } from "../model/log.ts";
import type { RunPort } from "./run-port.ts";

export function log(run: RunPort, text: unknown, level: LogLevel = "info"): void {
  run.log(checkLogLevel(level, "wf.log"), checkLogText(text, "wf.log"));
}

export function progress(run: RunPort, done: number, total: number | undefined): void {
  checkProgress(done, total, "wf.progress");
  run.progress(done, total);
}
