/** What `npm run mutation` changes, area by area, and the tests that it tries each change against: few, so that it is soon done. */

export interface MutationArea {
  readonly files: readonly string[];
  readonly tests: readonly string[];
}

function worker(...names: readonly string[]): string[] {
  return names.map((name) => `packages/core/src/worker/${name}.ts`);
}

export const mutationAreas: Readonly<Record<string, MutationArea>> = {
  model: {
    files: ["packages/core/src/model/**/*.ts", "!packages/core/src/model/catalogue/**"],
    tests: ["packages/core/src/model/**/*.test.ts"],
  },
  replay: {
    files: ["packages/core/src/replay/*.ts"],
    tests: ["packages/core/src/replay/*.test.ts", "packages/core/src/engine/changed-code.test.ts"],
  },
  lease: {
    files: worker("lease", "silence", "last-beats", "timer-at", "poison", "trials"),
    tests: worker("lease-calls.test", "lease-silence.test", "timer-at.test", "trial-phases.test", "poison-counts.test"),
  },
  commit: {
    files: worker("commit-queue", "asked"),
    tests: worker("commit-queue.test", "commit-queue-ends.test"),
  },
  worker: {
    files: worker("settle", "claiming", "events", "begin"),
    tests: ["packages/core/src/worker/*.test.ts"],
  },
};
