/** The result of a call that was to execute nothing. */
import type { JsonMap } from "../definition/json.ts";
import type { JobRecord } from "../interpret/records.ts";
import type { DefinitionCalls } from "./calls.ts";
import { releaseId } from "./release-id.ts";
import type { WorkflowResult } from "./workflow-result.ts";

export function notExecuted(
  { definition }: DefinitionCalls,
  parts: {
    readonly params: JsonMap;
    readonly excluded: Readonly<Record<string, JobRecord>>;
    readonly reason: string;
    readonly minute: Date;
  },
): WorkflowResult {
  const { params, excluded, reason, minute } = parts;
  const { name: workflow } = definition;
  const runId = releaseId(workflow, minute);
  const skipped: JobRecord = { status: "SKIP", info: { reason }, errors: [], outputs: {} };
  const jobs = Object.fromEntries(definition.jobs.map(({ id }) => [id, excluded[id] ?? skipped]));
  const info = { workflow, runId, generation: 0, warnings: [] };
  const context = { status: "SKIP", params, info, errors: [], outputs: {}, jobs } as const;
  return {
    status: "SKIP",
    context,
    errors: [],
    outputs: {},
    workflow,
    runId,
    generation: 0,
    timedOut: false,
    why: reason,
    startedAt: undefined,
    endedAt: undefined,
  };
}
