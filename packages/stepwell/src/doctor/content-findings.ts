/** What reading every run has found, and what to do about it. */
import { formatNumber, type StoreFinding, type StoreInspection } from "@stepwell/core";
import type { Finding } from "./findings.ts";

const hints: Readonly<Record<StoreFinding["about"], string>> = {
  file: "the disk or something else has damaged the file: restore a backup, and trust nothing that is read from it",
  row: "the store was changed by something else, or Stepwell has made a mistake: please report it with the run's journal",
  journal: "the disk or something else has damaged it: restore a backup; the run is blocked when it is to go on",
  value: "the disk or something else has damaged it: restore a backup; nothing reads it until then",
  place: "kill the run, or raise the limit meanwhile; and please report it",
  counters: "stepwell's statistics are wrong by this, and nothing else; please report it",
};

export function contentFindings({ runs, findings, complete }: StoreInspection): Finding[] {
  if (findings.length === 0) {
    const message = `rows, journals, values and counters fit together, in ${runs === 1 ? "the one run" : `all ${formatNumber(runs)} runs`}`;
    return [{ check: "contents", level: "ok", message, hint: "" }];
  }
  const problems = findings.map(({ about, run, problem }): Finding => {
    const message = run === undefined ? problem : `${run}: ${problem}`;
    return { check: "contents", level: "problem", message, hint: hints[about] };
  });
  if (complete) return problems;
  const message = `only ${formatNumber(runs)} runs were looked at: so much is wrong`;
  return [...problems, { check: "contents", level: "problem", message, hint: "restore a backup" }];
}
