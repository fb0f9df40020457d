/** A row of `runs` as the port's RunRow. */
import type { RunState } from "../../model/run-state.ts";
import type { AttributeValue, RunKey, RunRow, WorkerKey } from "../port.ts";
import { valueInRow } from "./blobs.ts";
import type { SqlRow } from "./driver.ts";

/** The columns that `toRun` expects, for SELECT and RETURNING; large inputs are fetched from beside. */
export const runColumns = `key, id, generation, workflow, state,
  coalesce(input, (SELECT value FROM run_inputs WHERE run_inputs.run = runs.key)),
  output, error, why, title, tags, attributes, seed, behaviours, module, queue, priority, created_at, available_at,
  started_at, ended_at, wake_at, timeout_ms, paused_ms, paused_at, owner, claim, cancel_requested_at, cancel_reason,
  pause_requested_at, deaths, clock_at, continued, parent, root, detached, life,
  in_line, expires_at, needs IS NOT NULL, lone_deaths, imported_at, forked_from, forked_at, pins, build,
  claims_before`;

export function toRun(row: SqlRow, namespace: string): RunRow {
  return {
    key: row[0] as RunKey,
    namespace,
    id: row[1] as string,
    generation: row[2] as number,
    workflow: row[3] as string,
    status: row[4] as RunState,
    // Every run has one; where it is lost, that is told of this run, and keeps nobody from the others.
    input: valueInRow((row[5] ?? "") as string),
    output: valueIn(row[6]),
    error: valueIn(row[7]),
    why: textOf(row[8]),
    title: textOf(row[9]),
    tags: row[10] === null ? [] : (JSON.parse(row[10] as string) as string[]),
    attributes: parseAttributes(row[11]),
    parent: textOf(row[33]),
    root: textOf(row[34]),
    detached: row[35] === 1,
    life: row[36] as number,
    forkedFrom: row[42] === null ? undefined : { id: row[42] as string, at: row[43] as number },
    seed: row[12] as string,
    behaviours: row[13] as string,
    module: row[14] as string,
    queue: row[15] as string,
    priority: row[16] as number,
    createdAt: row[17] as number,
    availableAt: row[18] as number,
    startedAt: numberOf(row[19]),
    endedAt: numberOf(row[20]),
    wakeAt: numberOf(row[21]),
    timeoutMs: numberOf(row[22]),
    pausedMs: row[23] as number,
    pausedAt: numberOf(row[24]),
    owner: numberOf(row[25]) as WorkerKey | undefined,
    claim: row[26] as number,
    claimsBefore: row[46] as number,
    cancelRequestedAt: numberOf(row[27]),
    cancelReason: textOf(row[28]),
    pauseRequestedAt: numberOf(row[29]),
    deaths: row[30] as number,
    loneDeaths: row[40] as number,
    clockAt: numberOf(row[31]),
    continued: row[32] === 1,
    inLine: textOf(row[37]),
    expiresAt: numberOf(row[38]),
    shares: row[39] === 1,
    importedAt: numberOf(row[41]),
    pinned: row[44] === 1,
    build: textOf(row[45]),
  };
}

function valueIn(stored: SqlRow[number] | undefined): string | undefined {
  const text = textOf(stored);
  return text && valueInRow(text);
}

export function parseAttributes(text: unknown): Readonly<Record<string, AttributeValue>> {
  return typeof text === "string" ? (JSON.parse(text) as Record<string, AttributeValue>) : {};
}

/**
 * An attribute's value for the index. Numbers stay numbers; text and booleans are marked, so that "1", 1 and
 * true are three values.
 */
export function attributeKey(value: AttributeValue): string | number {
  if (typeof value === "number") return value;
  return typeof value === "string" ? `"${value}` : String(value);
}

/** A list of keys for `IN (SELECT value FROM json_each(?))`. */
export function keyList(keys: Iterable<number>): string {
  return JSON.stringify([...keys]);
}

export function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

export function numberOf(value: unknown): number | undefined {
  return typeof value === "number" ? value : undefined;
}
