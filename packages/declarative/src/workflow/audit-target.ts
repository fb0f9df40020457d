/** Where the record of a release goes. */
import { resolve } from "node:path";
import type { AuditSink } from "../interpret/audit-record.ts";
import type { AuditInput } from "../interpret/run-input.ts";
import type { DefinitionCalls } from "./calls.ts";
import { invalid } from "./execute.ts";

/** A file for each release; see FileAudit. */
export interface AuditFiles {
  readonly auditFolder: string;
}

/** `file`: as FileAudit; a sink; false: no record is kept. */
export type AuditTarget = "file" | AuditFiles | AuditSink | false;

/** Records as files below `.stepwell/audit`, or below another folder: `FileAudit.in(folder)`. */
export const FileAudit = {
  auditFolder: ".stepwell/audit",
  in: (folder: string): AuditFiles => ({ auditFolder: folder }),
} as const;

/** What a run starts with for it; undefined: no record is kept. @throws WorkflowError (call-invalid) */
export function auditInput(
  calls: DefinitionCalls,
  { audit, overrideLogName }: { readonly audit?: AuditTarget; readonly overrideLogName?: string },
): AuditInput | undefined {
  const call = "release";
  if (
    overrideLogName !== undefined &&
    (typeof overrideLogName !== "string" || !/^[^\p{Cc}]{1,200}$/u.test(overrideLogName))
  )
    throw invalid(call, "overrideLogName", "must be a name of at most 200 characters");
  if (audit === false || (audit === undefined && !calls.settings.get("audit.enabled"))) return undefined;
  const name = overrideLogName ?? calls.definition.name;
  if (audit === undefined) return { name };
  if (audit === "file") return { name, to: { folder: resolve(calls.folder, FileAudit.auditFolder) } };
  const given = audit as Partial<AuditFiles & AuditSink> | null;
  if (typeof given?.auditFolder === "string") return { name, to: { folder: resolve(calls.folder, given.auditFolder) } };
  if (typeof given?.write === "function" && typeof given.name === "string" && given.name !== "") {
    calls.auditSinks.set(given.name, given as AuditSink);
    return { name, to: { sink: given.name } };
  }
  throw invalid(call, "audit", 'must be "file", FileAudit, a sink with a name and a function write, or false');
}
