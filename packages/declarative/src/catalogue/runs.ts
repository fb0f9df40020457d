/** What can go wrong while a definition is executed. */
import type { CatalogueEntry } from "@stepwell/core";

export const runsErrors = {
  "workflow-failed": {
    message: (f: { workflow: string; count: number; first: string; errors: readonly object[] }) =>
      `workflow "${f.workflow}" failed, errors: ${f.count}. ${f.first}`,
    hint: "`errors` lists each with its path; mend the cause, then retry the run: what has succeeded is kept",
  },
  "stage-type-unknown": {
    message: (f: { type: string; at: string; known: readonly string[] }) =>
      `${f.at}no stage type is called "${f.type}" here; known: ${f.known.join(", ")}`,
    hint: "the plugin that brings it is not given to this engine",
  },
  "template-invalid": {
    message: (f: { problem: string; text: string }) => `${f.problem} in ${JSON.stringify(f.text)}`,
    hint: "correct the template; stepwell validate shows such faults before anything runs",
  },
  "matrix-invalid": {
    message: (f: { job: string; problem: string }) => `the matrix of job "${f.job}" ${f.problem}`,
    hint: "a matrix is a map from names to lists; what it is computed from has to give that",
  },
  "setting-invalid": {
    message: (f: { where: string; setting: string; problem: string }) => `${f.where}: ${f.setting} ${f.problem}`,
    hint: "correct what the template is computed from",
  },
  "part-timed-out": {
    message: (f: { what: string; limit: string }) => `${f.what} was not done within ${f.limit}`,
    hint: "its work was stopped; raise `timeout`, or make the work shorter",
  },
  "leg-failed": {
    message: (f: { job: string }) => `another leg of job "${f.job}" has failed`,
    hint: "this leg was stopped for it; `fail-fast: false` lets legs go on",
  },
  "runs-on-unavailable": {
    message: (f: { job: string; runsOn: string }) =>
      `job "${f.job}" wants to run on ${f.runsOn}, which is not available`,
    hint: "leave `runs-on` out, or set it to local",
  },
} as const satisfies Record<string, CatalogueEntry>;
