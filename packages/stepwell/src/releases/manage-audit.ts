/** What `audit` does. */
import { resolve } from "node:path";
import type { RunView, Stepwell } from "@stepwell/core";
import { nodeHost } from "@stepwell/core";
import { type AuditRecord, FileAudit, writeAuditFile } from "@stepwell/declarative";
import { actionOf, nameOf } from "../action.ts";
import type { CommandCall } from "../command-spec.ts";
import { commandFailure } from "../errors.ts";
import { exitCodes } from "../exit-codes.ts";
import { openToLook } from "../open-engine.ts";
import { filterOf, wholeNumberOf } from "../run-filter.ts";
import { findRun } from "../run-reference.ts";
import { endMark } from "../terminal/glyphs.ts";
import { plainText } from "../terminal/sanitise.ts";
import { span } from "../terminal/spans.ts";
import { type Cell, table } from "../terminal/table.ts";

const command = "audit";

interface Release {
  readonly run: RunView;
  /** Undefined: it has not ended, was killed, or none was wanted. */
  readonly record: AuditRecord | undefined;
}

/** @returns the exit code */
export async function manageAudit(call: CommandCall): Promise<number> {
  const [word, reference] = call.given.args;
  const action = actionOf(command, word, ["list", "show", "export"]);
  const wanted = action === "show" ? nameOf(command, reference) : reference;
  const engine = await openToLook(call);
  try {
    const found = wanted === undefined ? await releases(engine, call) : [await release(engine, call, wanted)];
    if (action === "list") list(found, call);
    else if (action === "show") show(found[0] as Release, call);
    else await exportFiles(found, call);
  } finally {
    await engine.close();
  }
  return exitCodes.completed;
}

async function releases(engine: Stepwell, call: CommandCall): Promise<Release[]> {
  const { given } = call;
  const limit = wholeNumberOf("--limit", given.text("limit") ?? "50", 1);
  const filter = { ...filterOf(given, nodeHost().now()), tag: "release" };
  const found: Release[] = [];
  let cursor: string | undefined;
  do {
    const most = Math.min(200, limit - found.length);
    const page = await engine.list(filter, cursor === undefined ? { limit: most } : { limit: most, cursor });
    for (const run of page.items) found.push({ run, record: await recordOf(engine, run) });
    cursor = page.next;
  } while (cursor !== undefined && found.length < limit);
  return found;
}

async function release(engine: Stepwell, call: CommandCall, reference: string): Promise<Release> {
  const run = await findRun(engine, reference, call.store);
  return { run, record: await recordOf(engine, run) };
}

async function recordOf(engine: Stepwell, { id }: RunView): Promise<AuditRecord | undefined> {
  return (await engine.handle(id).get("audit")) as AuditRecord | undefined;
}

function list(found: readonly Release[], { output }: CommandCall): void {
  const { result, json, quiet, progress } = output;
  if (json) {
    const items = found.map(({ run, record }) => record ?? { runId: run.id, workflow: run.workflow, status: null });
    result.stream.write(`${JSON.stringify({ v: 1, items, next: null })}\n`);
    return;
  }
  const columns = result.stream.isTerminal ? result.stream.size().columns - 1 : Number.POSITIVE_INFINITY;
  for (const line of table(found.map(rowOf), { columns, end: endMark(result.appearance), whole: [0] }))
    result.line(line);
  if (found.length === 0 && !quiet) progress.sentence("nothing was released: stepwell release <file>", "idle");
}

function rowOf({ run, record }: Release): Cell[] {
  const {
    release: about,
    status,
    durationMs,
    errors,
  } = record ?? { release: null, status: run.status, durationMs: null, errors: [] };
  return [
    { text: plainText(run.id) },
    { text: about?.type ?? "", tone: "idle" },
    { text: status },
    { text: durationMs === null ? "" : `${(durationMs / 1_000).toFixed(1)}s`, tone: "idle" },
    { text: plainText(errors[0]?.message ?? run.why ?? ""), tone: "idle" },
  ];
}

/** @throws no-audit-record */
function show({ run, record }: Release, { output }: CommandCall): void {
  if (record === undefined) throw commandFailure("no-audit-record", { run: run.id, status: run.status });
  output.result.stream.write(`${JSON.stringify(record, undefined, output.json ? 0 : 2)}\n`);
}

async function exportFiles(found: readonly Release[], call: CommandCall): Promise<void> {
  const { output, environment, given } = call;
  const folder = resolve(environment.folder, given.text("to") ?? FileAudit.auditFolder);
  const files: string[] = [];
  for (const { record } of found) if (record !== undefined) files.push(await writeAuditFile(folder, record));
  if (output.json) output.result.stream.write(`${JSON.stringify({ v: 1, items: files, next: null })}\n`);
  else for (const file of files) output.result.line([span(plainText(file))]);
  const without = found.length - files.length;
  if (without > 0 && !output.quiet && !output.json)
    output.progress.line([span(`${without} without a record: not ended yet, killed, or none was wanted`, "idle")]);
}
