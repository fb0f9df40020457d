/** What an entry that ends an operation says of it: in a few words what came, or why nothing good did. */
import { messageOf } from "./run-errors.ts";
import type { EndedMember } from "./run-tree-node.ts";
import type { TreeEntry } from "./run-tree-row.ts";
import { failureSentence, partOf } from "./run-tree-sentence.ts";
import { summaryOf } from "./run-tree-summary.ts";

/** @param failed the kind of the entry says that it did not end well */
export function endedMember(entry: TreeEntry, label: string, failed: boolean): EndedMember {
  const { op, attempt } = entry;
  const said = failed ? { why: failureSentence(entry) } : saidOf(entry);
  return { op, label, attempt, summary: "", why: "", ...said };
}

/** Kinds whose value says whether they ended well. */
const judgedByValue: ReadonlySet<string> = new Set(["child", "started", "sent", "given"]);

/**
 * The same of an entry that was recorded before anyone looked: what came is put into words when they are shown. Of
 * thousands that share a place nobody shows any, and their values need not be decoded.
 */
export function endedBefore(entry: TreeEntry, label: string, failed: boolean): EndedMember {
  if (failed || judgedByValue.has(entry.kind)) return endedMember(entry, label, failed);
  const { op, attempt } = entry;
  let said: string | undefined;
  return {
    op,
    label,
    attempt,
    why: "",
    get summary() {
      said ??= wordsOf(entry, label);
      return said;
    },
  };
}

/** None for a value that cannot be decoded: whoever needs it says so. */
function wordsOf(entry: TreeEntry, label: string): string {
  try {
    return endedMember(entry, label, false).summary;
  } catch {
    return "";
  }
}

type Said = { readonly summary: string } | { readonly why: string };

function saidOf({ kind, op, value }: TreeEntry): Said {
  switch (kind) {
    case "step-data":
      return { summary: summaryOf(partOf(value, "result")) };
    case "child":
      return Array.isArray(value) && typeof value[0] === "boolean"
        ? outcome(value[0], value[1])
        : { summary: summaryOf(value) };
    case "started":
      // Its id; or why it could not be started.
      return typeof value === "string" ? { summary: value } : { why: messageOf(value) };
    case "sent":
      return value === undefined ? { summary: "" } : { why: messageOf(value) };
    case "answer":
      return { summary: joined(summaryOf(partOf(value, "value")), byWhom(value)) };
    case "given":
      return decided(value);
    case "timer":
      return { summary: op.startsWith("sleep~") ? "" : "its time was over" };
    default:
      return { summary: summaryOf(value) };
  }
}

function outcome(ok: boolean, result: unknown): Said {
  return ok ? { summary: summaryOf(result) } : { why: messageOf(result) };
}

/** A person has decided about a step. */
function decided(value: unknown): Said {
  const act = partOf(value, "act");
  const by = byWhom(value) || "by a person";
  if (act === "fail") return { why: `failed ${by}: ${messageOf(partOf(value, "value"))}` };
  return { summary: act === "skip" ? `skipped ${by}` : joined(summaryOf(partOf(value, "value")), `given ${by}`) };
}

function byWhom(value: unknown): string {
  const by = partOf(value, "by");
  return typeof by === "string" && by !== "" ? `by ${by}` : "";
}

function joined(...parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join(", ");
}
