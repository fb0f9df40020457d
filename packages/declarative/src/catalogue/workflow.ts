/** What can be wrong with calls of whole workflows, and how they can end. */
import type { CatalogueEntry } from "@stepwell/core";
import { thereAre } from "./there-are.ts";

export const workflowErrors = {
  "workflow-not-found": {
    message: (f: { name: string; path: string; known: readonly string[]; nearest: string }) =>
      `there is no workflow "${f.name}" in ${f.path}`,
    hint: (f: { name: string; path: string; known: readonly string[]; nearest: string }) => {
      if (f.nearest !== "") return `did you mean "${f.nearest}"?`;
      if (f.known.length > 0) return thereAre(f.known, { wanted: f.name });
      return "no definitions are there: name their folder or file as `path`, or in the setting conf-path";
    },
  },
  "unknown-job": {
    message: (f: { workflow: string; job: string; nearest: string; known: readonly string[] }) =>
      `workflow "${f.workflow}" has no job "${f.job}"`,
    hint: (f: { job: string; nearest: string; known: readonly string[] }) =>
      f.nearest === "" ? thereAre(f.known, { wanted: f.job }) : `did you mean "${f.nearest}"?`,
  },
  "context-invalid": {
    message: (f: { path: string; problem: string }) => `${f.path} of the context ${f.problem}`,
    hint: "give the `context` of a result, or what is left of it: jobs with their status, and their outputs if others use them",
  },
  "release-id-taken": {
    message: (f: { run: string; workflow: string; minute: string }) =>
      `the release of ${f.minute} would be run "${f.run}", which is there, of workflow "${f.workflow}", and is no release`,
    hint: "that run was started under this id by other means: give those another id",
  },
  "rerun-from": {
    message: (f: { from: string; problem: string; nearest: string }) => `from ${JSON.stringify(f.from)} ${f.problem}`,
    hint: (f: { nearest: string }) =>
      f.nearest === "" ? "correct it; nothing was started" : `did you mean "${f.nearest}"?`,
  },
  "not-rerunnable": {
    message: (f: { run: string; problem: string }) => `run "${f.run}" ${f.problem}`,
    hint: "look at it: stepwell show; a run that has not ended goes on by itself, or with stepwell resume",
  },
  "step-invalid": {
    message: (f: { step: string; problem: string }) => `step "${f.step}" ${f.problem}`,
    hint: "createStep(name, type): type is process, validate or transform; schema is for validate, expression for transform",
  },
  "call-invalid": {
    /** `call`: `execute`, `release`. */
    message: (f: { call: string; option: string; problem: string }) => `${f.call}: ${f.option} ${f.problem}`,
    hint: "correct the call; nothing was started",
  },
  "store-unavailable": {
    message: (f: { store: string }) => `runs cannot be kept in ${f.store} from here`,
    hint: "give an engine: Workflow.fromConf(name, { engine }); by themselves, calls keep runs in files of SQLite (setting store)",
  },
  "workflow-cancelled": {
    message: (f: { workflow: string; run: string }) => `workflow "${f.workflow}" was cancelled (run ${f.run})`,
    hint: "`result` says how far it came",
  },
  "workflow-timed-out": {
    message: (f: { workflow: string; run: string }) =>
      `workflow "${f.workflow}" did not end within its time (run ${f.run})`,
    hint: "raise `timeout`, or make the work shorter; what has succeeded is kept: rerun",
  },
  "workflow-unfinished": {
    message: (f: { workflow: string; run: string; why: string }) =>
      `workflow "${f.workflow}" has not ended (run ${f.run}): ${f.why}`,
    hint: "mend what it says, then resume the run",
  },
} as const satisfies Record<string, CatalogueEntry>;
