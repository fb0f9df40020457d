/** What is wrong with a definition as a whole: names that lead nowhere, circles, things that stand twice. */
import type { CatalogueEntry } from "@stepwell/core";
import { firstOf } from "./there-are.ts";

/** The cure where a known word was probably meant: `nearest` is "" when none is near. */
const didYouMean = (nearest: string, otherwise: string): string =>
  nearest === "" ? otherwise : `did you mean "${nearest}"?`;

export const definitionsErrors = {
  "definition-invalid": {
    message: (f: { source: string; count: number; first: string; problems: readonly object[] }) =>
      `${f.source} cannot be used, errors: ${f.count}. ${f.first}`,
    hint: "mend all that `problems` lists: each has its place and its cure. Nothing was started",
  },
  "not-a-definition": {
    message: (f: { what: string; found: string }) => `${f.what} must be a map, not ${f.found}`,
    hint: 'write "NAME:", and below it, indented, jobs with their stages',
  },
  "definition-twice": {
    message: (f: { name: string; first: string }) => `workflow "${f.name}" is defined twice, first in ${f.first}`,
    hint: "give one of them another name",
  },
  "unnamed-definition": {
    message: (_: object) => "this is one workflow, and it has no name",
    hint: "write name: NAME at the top, or put all of it below a name",
  },
  "unknown-need": {
    message: (f: { need: string; job: string; nearest: string; known: readonly string[] }) =>
      `job "${f.job}" needs "${f.need}", and there is no such job`,
    hint: (f: { nearest: string; known: readonly string[] }) =>
      didYouMean(f.nearest, `known are ${firstOf(f.known, "none")}`),
  },
  "needs-circle": {
    message: (f: { circle: readonly string[] }) => `jobs wait for one another: ${f.circle.join(" needs ")}`,
    hint: "take one of these needs out: as it is, none of them would ever begin",
  },
  "duplicate-need": {
    message: (f: { need: string; job: string }) => `job "${f.job}" needs "${f.need}" twice`,
    hint: "take one of them out",
  },
  "duplicate-id": {
    message: (f: { id: string; first: string }) =>
      `two stages of one list have the id "${f.id}": the other one is ${f.first}`,
    hint: "give one of them an id of its own; without one it is made of the name",
  },
  "other-id": {
    message: (f: { id: string; key: string }) => `the id "${f.id}" is not the job's key "${f.key}"`,
    hint: "take the id out: a job goes by its key",
  },
  "matrix-too-large": {
    message: (f: { legs: number; limit: number }) => `the matrix has ${f.legs} legs, the limit is ${f.limit}`,
    hint: "take values out, or let one leg do several with foreach",
  },
  "unknown-matrix-key": {
    message: (f: { key: string; nearest: string; known: readonly string[] }) =>
      `exclude names "${f.key}", which is no key of the matrix: it would exclude nothing`,
    hint: (f: { nearest: string; known: readonly string[] }) =>
      didYouMean(f.nearest, `known are ${firstOf(f.known, "none")}`),
  },
  "job-not-needed": {
    message: (f: { context: string; job: string }) =>
      `${f.context}.${f.job} has no value here: the job is not waited for`,
    hint: (f: { job: string }) => `write "${f.job}" into the needs of this job`,
  },
  "foreign-name": {
    message: (f: { name: string; cure: string }) => `there is no "${f.name}" here`,
    hint: (f: { cure: string }) => f.cure,
  },
  "wrong-param": {
    message: (f: { param: string; key: string; problem: string }) => `${f.key} of param "${f.param}": ${f.problem}`,
    hint: "correct it, or change the param's type",
  },
  "no-shell": {
    message: (f: { where: string }) => `${f.where} does not say in which language its run is written`,
    hint: "write shell: js, ts or python beside it, or once in the workflow: defaults: { run: { shell: python } }; a shell script is bash:",
  },
  "foreign-variable": {
    message: (f: { name: string; cure: string }) => `$${f.name} is not set here`,
    hint: (f: { cure: string }) => f.cure,
  },
  "wrong-uses": {
    message: (f: { text: string; problem: string; cure: string }) => `"${f.text}" ${f.problem}`,
    hint: (f: { cure: string }) => f.cure,
  },
  "unknown-template": {
    message: (f: { from: string; problem: string; nearest: string; cure: string }) =>
      `there is no template "${f.from}": ${f.problem}`,
    hint: (f: { nearest: string; cure: string }) => didYouMean(f.nearest, f.cure),
  },
  "template-circle": {
    message: (f: { circle: readonly string[] }) => `templates use one another: ${f.circle.join(" uses ")}`,
    hint: "take one of these uses out: as it is, they have no end",
  },
  "wrong-template-params": {
    message: (f: { from: string; problem: string; cure: string }) => `template "${f.from}" ${f.problem}`,
    hint: (f: { cure: string }) => f.cure,
  },
  "unsafe-interpolation": {
    message: (f: { where: string }) => `${f.where} pastes values into its script as they are`,
    hint: "whoever gives a value may run code there: take unsafe-interpolation out, and the values are bound",
  },
} as const satisfies Record<string, CatalogueEntry>;
