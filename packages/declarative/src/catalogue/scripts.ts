/** What is wrong with scripts, as their templates are bound and as they run. */
import type { CatalogueEntry } from "@stepwell/core";

export const scriptsErrors = {
  "template-not-bound": {
    message: (f: { expression: string; where: string; cure: string }) =>
      `\${{ ${f.expression} }} stands ${f.where}: its value cannot be bound there`,
    hint: (f: { cure: string }) => f.cure,
  },
  "name-reserved": {
    message: (f: { name: string }) => `${f.name} is a name that the values of templates get`,
    hint: "use another name: SW_ with a number behind it is reserved",
  },
  "script-syntax": {
    message: (f: { language: string; problem: string }) => `the script is not valid ${f.language}: ${f.problem}`,
    hint: "correct the script: templates can be bound only where its brackets and quotes match",
  },
  "value-as-code": {
    message: (f: { language: string; what: string; expressions: string }) =>
      `${f.language} takes ${f.what} for code here, and it may hold a value of ${f.expressions}`,
    hint: "give the param the type int, or check the value before it is used: binding protects the template, not what the script does with it",
  },
  "value-as-format": {
    message: (f: { what: string; expressions: string }) =>
      `Python takes the text before ${f.what} for a format, and it holds a value of ${f.expressions}`,
    hint: "a % or { in the value is read as a part of the format: put the value behind it, as an argument",
  },
  "script-unchecked": {
    message: (f: { program: string }) => `the script was not checked: ${f.program} is not here`,
    hint: (f: { program: string }) =>
      `install ${f.program} where definitions are checked; what is wrong with the script fails its stage`,
  },
  "script-failed": {
    message: (f: { stage: string; how: string; detail: string; last: readonly string[] }) =>
      `${f.stage} has failed, ${f.how}${f.detail}`,
    hint: "its log has all that it printed",
  },
  "script-timeout": {
    message: (f: { stage: string; timeoutMs: number }) => `${f.stage} was ended after ${f.timeoutMs} ms`,
    hint: "raise the stage's timeout, or do less in one stage",
  },
  "script-stopped": {
    message: (f: { stage: string }) => `${f.stage} was ended from outside`,
    hint: "the cause says by what: a cancellation, or the time limit of its job or run",
  },
  "step-taken-over": {
    message: (f: { stage: string }) =>
      `${f.stage} is not executed here: another worker, or a retry, has taken its run over and has begun it`,
    hint: "nothing is lost, and the run goes on there; if it happens often, look for what stops workers for longer than their lease: a machine that sleeps or has no memory left, or code that never waits",
  },
  "script-not-started": {
    message: (f: { stage: string; problem: string }) => `${f.stage} could not be started: ${f.problem}`,
    hint: "check that its working directory exists and that the system has room for one more process",
  },
  "environment-too-large": {
    message: (f: { stage: string; total: string; largest: readonly string[] }) =>
      `${f.stage} could not be started: its environment takes ${f.total} bytes, the most of them ${f.largest.join(", ")}`,
    hint: "Linux gives a program 131,072 bytes for one variable, and about 2 MB for all: take it out of env, and write ${{ }} in the script itself, whose values have no such limit, or write the value into a file",
  },
  "program-missing": {
    message: (f: { program: string }) => `${f.program} is not installed here, or not on the PATH`,
    hint: (f: { program: string }) =>
      `install ${f.program} on the machine of the worker, or set PATH in the stage's env`,
  },
  "script-value-refused": {
    message: (f: { expression: string; problem: string }) =>
      `the value of \${{ ${f.expression} }} cannot be given to the script: ${f.problem}`,
    hint: "check the value, or give the param a stricter type",
  },
  "outputs-invalid": {
    message: (f: { problem: string }) => `the outputs of the script cannot be read: ${f.problem}`,
    hint: "write name=value lines to $STEPWELL_OUTPUT, or put plain data of moderate size into result.outputs; files are better passed on as artifacts",
  },
  "limits-not-held": {
    message: (f: { limit: string; platform: string }) => `${f.platform} cannot hold the limit ${f.limit} of a stage`,
    hint: "leave the limit out, or run the stage on Linux or in a container",
  },
} as const satisfies Record<string, CatalogueEntry>;
