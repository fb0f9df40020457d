/** `try`, `catch`, `finally`: error handling as stages. */

import { messageOf } from "@stepwell/core";
import type { StageBranch } from "../definition/stage.ts";
import { problem } from "../diagnosis/problem.ts";
import type { BranchResult, StageType } from "./stage-type.ts";

export const tryCatch: StageType = {
  key: "try",
  value: {
    shape: { kind: "stages" },
    doc: "When one of these stages fails, those of `catch` are done, and the failure is over; `error.name` and `error.message` say what it was. Those of `finally` are done in any case. Outputs: those of all stages done.",
    example:
      'name: Load or go back\ntry:\n  - bash: ./load\ncatch:\n  - echo: "failed: ${{ error.message }}"\nfinally:\n  - bash: rm -rf tmp\n',
  },
  names: { catch: ["error"], finally: ["error"] },
  sees: { catch: ["try"], finally: ["try", "catch"] },
  keys: {
    catch: { shape: { kind: "stages" }, doc: "After a failure.", example: "[{ echo: failed }]" },
    finally: { shape: { kind: "stages" }, doc: "In any case.", example: "[{ bash: rm -rf tmp }]" },
  },
  check(stage, report) {
    if (stage.at("catch") !== undefined || stage.at("finally") !== undefined) return;
    const facts = {
      problem: '"try" stands alone',
      cure: "write catch or finally beside it, or continue-on-error: true",
    };
    report(problem("wrong-combination", facts, stage.locate(stage.value)));
  },
  async run({ branches }, s) {
    const [tried, caught, last] = ["try", "catch", "finally"].map((path) => branches.find((one) => one.path === path));
    const run = async (branch: StageBranch | undefined, names = {}): Promise<BranchResult | undefined> =>
      branch && s.branch(branch, { scope: branch.path, names, afterFailure: branch === last });
    const results = [await run(tried)];
    let failed = results[0]?.status === "FAILED" ? results[0] : undefined;
    const error = failed === undefined ? null : { name: nameOf(failed.error), message: messageOf(failed.error) };
    if (failed !== undefined && caught !== undefined) {
      const handled = await run(caught, { error });
      results.push(handled);
      failed = handled?.status === "FAILED" ? handled : undefined;
    }
    const ended = await run(last, { error });
    results.push(ended);
    if (ended?.status === "FAILED") failed = ended;
    if (failed !== undefined) throw failed.error;
    return { outputs: Object.assign({}, ...results.map((result) => result?.outputs)) };
  },
};

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : "Error";
}
