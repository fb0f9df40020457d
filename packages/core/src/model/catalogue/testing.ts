/** What tests of users' workflows are told. */
import type { CatalogueEntry } from "./entry.ts";

export const testingErrors = {
  "test-stuck": {
    message: (f: { what: string }) => `nothing more happens in this test: ${f.what}`,
    hint: "script what it waits for (kit.signalAfter, kit.answerAfter, kit.completeCallbackAfter), or use kit.start and send it yourself",
  },
  "unused-mock": {
    message: (f: { unused: readonly string[] }) => `not all that the test has planned was used: ${f.unused.join("; ")}`,
    hint: "check the names, or take out what the test does not need",
  },
  "mock-failed": {
    message: (f: { what: string; attempt: number }) => `${f.what} failed on attempt ${f.attempt}, as the test wanted`,
    hint: "kit.failAttempts takes an error of your own as its third argument",
  },
} as const satisfies Record<string, CatalogueEntry>;
