/** What `gc` does: counts what would go, or removes it, and says what it was. */
import { formatNumber, type GcResult, nodeHost } from "@stepwell/core";
import { removeRunFolders, runFolders } from "@stepwell/declarative";
import { servicesSettings } from "@stepwell/declarative/config";
import type { CommandCall } from "./command-spec.ts";
import { exitCodes } from "./exit-codes.ts";
import { openToLook } from "./open-engine.ts";
import { durationOf, filterOf, wholeNumberOf } from "./run-filter.ts";
import { span } from "./terminal/spans.ts";

/** @returns the exit code */
export async function removeRuns(call: CommandCall): Promise<number> {
  const { given } = call;
  const { status, workflow } = filterOf(given, nodeHost().now());
  const [olderThan, limit] = [given.text("olderThan"), given.text("limit")];
  const dryRun = !given.flag("yes") || given.flag("dryRun");
  const options = {
    dryRun,
    ...(status === undefined ? {} : { status }),
    ...(workflow === undefined ? {} : { workflow }),
    ...(olderThan === undefined ? {} : { olderThan: durationOf("--older-than", olderThan) }),
    ...(limit === undefined ? {} : { limit: wholeNumberOf("--limit", limit, 1) }),
  };
  const engine = await openToLook(call);
  try {
    const now = nodeHost().now();
    const { workspaces, artifacts } = servicesSettings(call.settings, call.environment.folder);
    const [worked, kept] = dryRun
      ? [[], []]
      : [await runFolders(engine, workspaces), await runFolders(engine, artifacts)];
    print(await engine.gc(options), { call, dryRun });
    await removeRunFolders(engine, worked, { now, ended: true });
    await removeRunFolders(engine, kept, { now, ended: false });
  } finally {
    await engine.close();
  }
  return exitCodes.completed;
}

function print(found: GcResult, { call, dryRun }: { call: CommandCall; dryRun: boolean }): void {
  const { output } = call;
  const { result } = output;
  if (output.json) {
    result.stream.write(`${JSON.stringify({ v: 1, dryRun, ...found })}\n`);
    return;
  }
  const states = Object.entries(found.byStatus).map(([state, count]) => `${formatNumber(count)} ${state}`);
  const runs = `${formatNumber(found.runs)} ${found.runs === 1 ? "run" : "runs"}`;
  const which = states.length === 0 ? "" : ` (${states.join(", ")})`;
  if (dryRun) {
    const more = found.runs === 0 ? "" : "; nothing was done: add --yes";
    result.line([span(`${runs} to remove${which}${more}`)]);
    return;
  }
  const size = `${(found.bytes / 1024 / 1024).toFixed(1)} MiB`;
  const belongings = `${formatNumber(found.entries)} journal entries, ${formatNumber(found.logLines)} log lines, ${size}`;
  result.line([span(`removed ${runs}${which}${found.runs === 0 ? "" : `: ${belongings}`}`)]);
}
