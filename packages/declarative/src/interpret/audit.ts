/** Keeps the record of a release when it has ended: as the run's last step, so that there is one, whatever crashes. */
import { RunCancelled, type RunFailed, RunTimedOut, type WorkflowContext } from "@stepwell/core";
import { type AuditRecord, auditRecord } from "./audit-record.ts";
import type { Board } from "./board.ts";
import { hiddenTexts } from "./contexts.ts";
import { endedContext } from "./ended-context.ts";
import { hidingSecrets } from "./masking.ts";
import type { ResultContext } from "./records.ts";
import type { RunInput } from "./run-input.ts";
import type { Services } from "./services.ts";
import { writeAuditFile } from "./write-audit-file.ts";

/** Where a run keeps its record, among its data. */
const auditKey = "audit";

interface Audited {
  readonly input: RunInput;
  readonly services: Services;
  /** Undefined: its code never came to begin. */
  readonly board: Board | undefined;
}

/** @param error what ended the run; undefined when it has completed */
export async function audit(
  wf: WorkflowContext,
  error: RunFailed | RunCancelled | RunTimedOut | undefined,
  { input, services, board }: Audited,
): Promise<void> {
  const { audit: wanted, definition } = input;
  if (wanted === undefined) return;
  const timedOut = error instanceof RunTimedOut;
  const state =
    error === undefined ? "completed" : timedOut ? "timed_out" : error instanceof RunCancelled ? "cancelled" : "failed";
  const cause = state === "failed" ? error?.cause : error;
  const context = endedContext(board?.context ?? nothing(wf, input), { state, error: cause, definition });
  const began = board?.began;
  const hidden = hiddenTexts(input, services);
  const record = await wf.step(
    "audit",
    hidingSecrets((s): AuditRecord => {
      const run = { id: wf.id, generation: wf.generation };
      return auditRecord({ run, input, context, board, timedOut, began, ended: s.now().getTime() });
    }, hidden),
  );
  wf.set(auditKey, record);
  const { to } = wanted;
  if (to === undefined) return;
  await wf.step("audit sink", async (s) => {
    if ("folder" in to) await writeAuditFile(to.folder, record);
    else {
      const sink = services.auditSinks.get(to.sink);
      if (sink === undefined)
        s.log(`the audit sink "${to.sink}" is not here: its record is with the run alone`, "warn");
      else await sink.write(record);
    }
  });
}

function nothing({ id: runId, generation }: WorkflowContext, { definition, params }: RunInput): ResultContext {
  const info = { workflow: definition.name, runId, generation, warnings: [] };
  return { status: "WAIT", params, info, errors: [], outputs: {}, jobs: {} };
}
