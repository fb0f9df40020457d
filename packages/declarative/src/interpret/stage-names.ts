/** `stages` in expressions: what has become of the stages so far. */
import type { StageRecord, StageRecords } from "./records.ts";

/** `outcome` is what happened, `conclusion` what counts. */
interface StageName {
  readonly status: string;
  readonly outcome: string;
  readonly conclusion: string;
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly errors: StageRecord["errors"];
}

export function stageNames(records: StageRecords): Readonly<Record<string, StageName>> {
  const names: Record<string, StageName> = {};
  for (const [id, record] of Object.entries(records)) {
    const outcome = wordOf(record.status);
    const conclusion = record.continued === true ? "success" : outcome;
    const value = { status: record.status, outcome, conclusion, outputs: record.outputs, errors: record.errors };
    Object.defineProperty(names, id, { value, enumerable: true });
  }
  return names;
}

function wordOf(status: StageRecord["status"]): string {
  return { SUCCESS: "success", FAILED: "failure", SKIP: "skipped", CANCEL: "cancelled", WAIT: "waiting" }[status];
}
