/** Everything that the command can say went wrong, besides what the core says. */
import { type CatalogueEntry, fromCatalogue, type StepwellError } from "@stepwell/core";

const didYouMean = (f: { nearest: string }, otherwise: string): string =>
  f.nearest === "" ? otherwise : `did you mean "${f.nearest}"?`;

interface ModuleTrouble {
  /** As the person who asked knows it. */
  readonly shown: string;
  /** Where the trouble is: perhaps in a file that it imports. */
  readonly file: string;
  readonly line: number | undefined;
  readonly column: number | undefined;
  readonly problem: string;
}

export const commandCatalogue = {
  "unknown-command": {
    message: (f: { word: string; nearest: string }) => `there is no command "${f.word}"`,
    hint: (f: { nearest: string }) => didYouMean(f, "stepwell --help lists the commands"),
  },
  "unknown-flag": {
    message: (f: { flag: string; command: string; nearest: string }) => `"${f.command}" has no flag ${f.flag}`,
    hint: (f: { command: string; nearest: string }) => didYouMean(f, `stepwell ${f.command} --help lists its flags`),
  },
  "wrong-use": {
    message: (f: { command: string; problem: string }) => `stepwell ${f.command}: ${f.problem}`,
    hint: (f: { command: string }) => `stepwell ${f.command} --help shows how it is used`,
  },
  "wrong-flag-value": {
    message: (f: { flag: string; value: string; problem: string; nearest?: string }) =>
      `${f.flag} ${JSON.stringify(f.value)} ${f.problem}`,
    hint: (f: { nearest?: string }) =>
      didYouMean({ nearest: f.nearest ?? "" }, "give another value; --help says what the flag takes"),
  },
  "unknown-run-reference": {
    message: (f: { reference: string; store: string; nearest: string }) =>
      `there is no run "${f.reference}" in ${f.store}`,
    hint: (f: { nearest: string }) =>
      didYouMean(f, "give an id, at least 4 characters of its beginning or end, or @last; stepwell runs lists them"),
  },
  "answer-refused": {
    message: (f: { id: string; ask: string; problem: string }) =>
      `run ${f.id} does not take this answer to "${f.ask}": ${f.problem}`,
    hint: "the question is still open: give another answer; stepwell approve --json shows what there is to fill in",
  },
  "no-runs-yet": {
    message: (f: { store: string }) => `there are no runs in ${f.store} yet`,
    hint: "start one: stepwell run <file>",
  },
  "ambiguous-run": {
    message: (f: { reference: string; found: readonly string[] }) =>
      `"${f.reference}" may mean ${f.found.length} runs: ${f.found.slice(0, 5).join(", ")}`,
    hint: "give more characters of its id",
  },
  "unknown-target": {
    message: (f: { target: string; store: string; nearest: string }) =>
      `"${f.target}" is neither a file nor a workflow that has run or is deployed in ${f.store}`,
    hint: (f: { nearest: string }) =>
      didYouMean(f, "give the path of a file, or a name; stepwell init writes a file to begin with"),
  },
  "not-a-definition-run": {
    message: (f: { what: string; module: string }) => `${f.what} is no definition, but code (${f.module || "unknown"})`,
    hint: "releases and reruns are of definitions (YAML, JSON); runs of code: stepwell run, stepwell retry",
  },
  "no-audit-record": {
    message: (f: { run: string; status: string }) => `there is no record of run "${f.run}", which is ${f.status}`,
    hint: "records are of releases, when they have ended: stepwell release; a run that was killed has none",
  },
  "no-such-file": {
    message: (f: { file: string; nearest: string; isFolder?: boolean }) =>
      f.isFolder === true ? `${f.file} is a folder` : `there is no file ${f.file}`,
    hint: (f: { nearest: string; isFolder?: boolean }) =>
      f.isFolder === true ? "name a file in it" : didYouMean(f, "check the path; it is relative to the working folder"),
  },
  "module-not-loadable": {
    message: (f: ModuleTrouble) => `${f.shown} cannot be loaded: ${f.problem}`,
    hint: "mend the file; nothing was started",
  },
  "no-workflow-in-module": {
    message: (f: { file: string; exports: readonly string[] }) =>
      `${f.file} exports neither a workflow nor a task (${f.exports.length === 0 ? "it exports nothing" : `only ${f.exports.join(", ")}`})`,
    hint: 'export one: export const hello = workflow("hello", async (wf, input) => { … })',
  },
  "several-workflows": {
    message: (f: { file: string; names: readonly string[]; command?: string }) =>
      `${f.file} exports several: ${f.names.join(", ")}`,
    hint: (f: { file: string; names: readonly string[]; command?: string }) =>
      `say which: stepwell ${f.command ?? "run"} ${f.file}#${f.names[0] ?? "name"}`,
  },
  "unknown-workflow-in-module": {
    message: (f: { file: string; name: string; names: readonly string[]; nearest: string }) =>
      `${f.file} exports no workflow or task "${f.name}"; it exports ${f.names.join(", ") || "none"}`,
    hint: (f: { nearest: string }) => didYouMean(f, "name one of these, or export it"),
  },
  "code-gone": {
    message: (f: { run: string; workflow: string; file: string }) =>
      `the code of run ${f.run} (workflow "${f.workflow}") is not at ${f.file || "a place that is known"} any more`,
    hint: (f: { run: string }) => `put it back, or say where it is now: stepwell resume ${f.run} --file <file>`,
  },
  "output-not-writable": {
    message: (f: { file: string; problem: string }) => `${f.file} cannot be written: ${f.problem}`,
    hint: (f: { file: string }) =>
      f.file === "standard output"
        ? "make room where it goes, or send it elsewhere, and ask again; what the command did is done"
        : "check the path and its permissions, or leave -o away and redirect what comes out",
  },
  "input-not-json": {
    message: (f: { from: string; problem: string }) => `the input from ${f.from} is not JSON: ${f.problem}`,
    hint: (f: { from: string }) =>
      f.from.startsWith("-")
        ? `text needs quotes of its own: ${f.from} '"text"'; a file is @file, standard input is -`
        : "give a file of JSON: texts and keys in it stand in double quotes",
  },
  "input-not-readable": {
    message: (f: { file: string; problem: string }) => `the input cannot be read from ${f.file}: ${f.problem}`,
    hint: "check the path; it is relative to the working folder",
  },
  "input-not-mergeable": {
    message: (f: { found: string }) => `-p adds to an object, and the input is ${f.found}`,
    hint: "give the input either with -p or with --input",
  },
  "unknown-store": {
    message: (f: { url: string; known: readonly string[] }) =>
      `no store goes by "${f.url}"; known are ${f.known.join(", ")}`,
    hint: (f: { url: string }) =>
      /^[a-z][a-z0-9+.-]+:/i.test(f.url) ? "use one of these" : `for a file, put file: before it: file:${f.url}`,
  },
  "no-store": {
    message: (f: { store: string }) => `there is no store ${f.store} here`,
    hint: "stepwell run makes it; or name another one with --store or STEPWELL_STORE",
  },
  "not-retryable": {
    message: (f: { run: string; status: string }) => `run ${f.run} is ${f.status}: there is nothing to retry`,
    hint: (f: { run: string; status: string }) =>
      f.status === "completed"
        ? `its result is kept: stepwell show ${f.run}`
        : `let it go on: stepwell resume ${f.run}`,
  },
  "two-sources": {
    message: (f: { workflow: string; runs: readonly string[]; sources: readonly string[]; verb: string }) =>
      `workflow "${f.workflow}" of these runs comes from several places: ${f.sources.join(", ")}`,
    hint: (f: { runs: readonly string[]; verb: string }) =>
      `one command executes it from one of them: ${f.runs.map((run) => `stepwell ${f.verb} ${run}`).join("; ")}`,
  },
  "other-build": {
    message: (f: { run: string; build: string; here: string; verb: string }) =>
      `run ${f.run} is pinned to build "${f.build}", and the code here is build "${f.here}"`,
    hint: (f: { run: string; verb: string }) =>
      `a worker of that build goes on with it (stepwell ${f.verb} ${f.run} --detach); to let this code try: stepwell ${f.verb} ${f.run} --any-build`,
  },
  "file-exists": {
    message: (f: { file: string }) => `${f.file} exists already, and was left as it is`,
    hint: "give another name: stepwell init other.ts, or other.yml",
  },
  "unexpected-error": {
    message: (f: { problem: string }) => `Stepwell's own mistake: ${f.problem}`,
    hint: "please report it with what is printed here; runs are kept",
  },
} as const satisfies Record<string, CatalogueEntry>;

type Catalogue = typeof commandCatalogue;
export type CommandErrorCode = keyof Catalogue;

/** Makes the error of a code of this package. Throw what it returns. */
export function commandFailure<C extends CommandErrorCode>(
  code: C,
  facts: Parameters<Catalogue[C]["message"]>[0],
  cause?: unknown,
): StepwellError {
  const entry = commandCatalogue[code] as CatalogueEntry;
  return fromCatalogue({ code, entry, facts: facts as Readonly<Record<string, unknown>>, cause });
}
