/** `try`, `catch`, `finally`: error handling as stages. */
import { problem } from "../diagnosis/problem.ts";
import type { StageShape } from "../format/stage-shape.ts";

export const tryCatch: StageShape = {
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
};
