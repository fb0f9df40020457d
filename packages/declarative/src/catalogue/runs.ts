/** What can go wrong while a definition is executed. */
import type { CatalogueEntry } from "@stepwell/core";
import { thereAre } from "./there-are.ts";

export const runsErrors = {
  "workflow-failed": {
    message: (f: { workflow: string; count: number; first: string; errors: readonly object[] }) =>
      `workflow "${f.workflow}" failed: ${f.first}${f.count > 1 ? ` (and ${f.count - 1} more)` : ""}`,
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
  "stage-value": {
    message: (f: { stage: string; problem: string }) => `${f.stage} ${f.problem}`,
    hint: "correct the template that gives the value",
  },
  "value-invalid": {
    message: (f: { stage: string; problems: readonly string[] }) =>
      `the value of stage "${f.stage}" does not fit its schema: ${f.problems.join("; ")}`,
    hint: "correct what gives the value, or the schema",
  },
  "secret-not-kept": {
    message: (f: { stage: string; of?: string }) =>
      `what ${f.of ?? "stage"} "${f.stage}" gives comes from a secret: outputs are in the journal`,
    hint: "use the secret in the stage that needs it",
  },
  "approval-refused": {
    message: (f: { stage: string; title: string }) => `"${f.title}" was refused (stage "${f.stage}")`,
    hint: "a refusal is a failure: `continue-on-error` or `try` lets the run go on after it",
  },
  "loop-too-long": {
    message: (f: { stage: string; rounds: number; condition: string }) =>
      `stage "${f.stage}" has done ${f.rounds} rounds, and this does not hold yet: ${f.condition}`,
    hint: "raise `max-loop`, or look why its rounds do not bring it about",
  },
  "no-case-matches": {
    message: (f: { stage: string; value: string }) => `stage "${f.stage}" has no branch for ${JSON.stringify(f.value)}`,
    hint: "add a branch or an else, or set `skip-not-match: true`",
  },
  "trigger-cycle": {
    message: (f: { chain: readonly string[] }) => `workflows start one another in a circle: ${f.chain.join(" → ")}`,
    hint: "break the circle; a loop is `until` or `foreach`",
  },
  "unknown-workflow-name": {
    /** `only`: "files" where what is deployed does not count, "followed" where it may be a workflow of code. */
    message: (f: { name: string; nearest: string; only?: "files" | "followed" | undefined }) =>
      `there is no workflow "${f.name}" here`,
    hint: (f: { nearest: string; only?: "files" | "followed" | undefined }) => {
      if (f.nearest !== "") return `did you mean "${f.nearest}"?`;
      if (f.only === "followed")
        return "if it is a workflow of code, all is well; else put it into the same files, or deploy it: stepwell apply";
      return f.only === "files"
        ? "put it into the same folder of definitions, or give a folder that has both as `path`"
        : "put it into the same files, or deploy it: stepwell apply";
    },
  },
  "deployed-unreadable": {
    message: (f: { name: string; problem: string; cure: string }) =>
      `nobody knows whether there is a workflow "${f.name}": what is deployed cannot be read: ${f.problem}`,
    hint: (f: { cure: string }) => f.cure,
  },
  "secret-not-passed": {
    message: (f: { workflow: string }) =>
      `a secret cannot be a param of the run of "${f.workflow}": params are in its journal`,
    hint: "let that workflow take it as `secrets.NAME` itself",
  },
  "workspace-lost": {
    message: (f: { folder: string; problem: string }) => `the workspace ${f.folder} ${f.problem}`,
    hint: "the job begins again with another one, three times at most; what other jobs need are `artifacts`",
  },
  "job-failed": {
    message: (f: { job: string; first: string; result: object }) => `job "${f.job}" has failed: ${f.first}`,
    hint: "its run is of one job of another run: mend the cause, then retry that one",
  },
  "job-unknown": {
    message: (f: { job: string; workflow: string }) => `workflow "${f.workflow}" has no job "${f.job}"`,
    hint: "runs of single jobs are started by runs of their workflow: start that",
  },
  "artifact-unknown": {
    message: (f: { job: string; name: string; known: readonly string[] }) =>
      `job "${f.job}" would download "${f.name}", which none of the jobs that it needs has uploaded`,
    hint: (f: { known: readonly string[] }) => `${thereAre(f.known)}; name the job that uploads it in needs`,
  },
  "artifact-empty": {
    message: (f: { job: string; name: string; path: string }) =>
      `job "${f.job}" has no files for "${f.name}": nothing is at ${f.path}`,
    hint: "correct its path, which begins in the workspace, or what makes the files",
  },
  "artifact-refused": {
    message: (f: { job: string; name: string; problem: string }) =>
      `artifact "${f.name}" of job "${f.job}": ${f.problem}`,
    hint: "artifacts are plain files below the workspace: copy what is behind a link, and pack what is many",
  },
  "artifact-gone": {
    message: (f: { job: string; name: string; folder: string; machine: string }) =>
      `job "${f.job}" needs "${f.name}", which is not at ${f.folder} (kept on ${f.machine})`,
    hint: "let all machines have the folder of artifacts, as a network drive, or retry the job that uploads it",
  },
  "workspace-unasked": {
    message: (f: { stage: string; type: string }) => `stage "${f.stage}" has no workspace`,
    hint: (f: { type: string }) => `give the stage type "${f.type}" \`workspace: true\``,
  },
} as const satisfies Record<string, CatalogueEntry>;
