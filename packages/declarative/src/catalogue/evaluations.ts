/** What is evaluated in a thread with a time limit: regular expressions, JSON Schema, JSONata. */
import type { CatalogueEntry } from "@stepwell/core";

export const evaluationsErrors = {
  "evaluation-too-slow": {
    message: (f: { what: string; limitMs: number }) => `${f.what} took more than ${f.limitMs} ms and was stopped`,
    hint: "nested repetitions such as (a+)+ take endless time; make it simpler, or compute it in a stage of its own",
  },
  "evaluation-failed": {
    message: (f: { what: string; problem: string }) => `${f.what} cannot be evaluated: ${f.problem}`,
    hint: "correct it, or what it is given",
  },
} as const satisfies Record<string, CatalogueEntry>;
