/** A job's matrix. */
import { problem } from "../diagnosis/problem.ts";
import { anyKey, word } from "./names.ts";
import type { Field, Shape } from "./shape.ts";

/** A scalar or a map of a leg. */
const legs: Shape = {
  kind: "list",
  of: { kind: "map", of: { kind: "any" }, names: anyKey, called: "key" },
};

const include: Field = {
  shape: legs,
  doc: "Adds keys to the legs that fit, and legs of their own.",
  example: "[{ env: prod, replicas: 3 }]",
  template: true,
};

const exclude: Field = { shape: legs, doc: "Takes legs out.", example: "[{ env: dev, region: us }]", template: true };

export const strategyField: Field = {
  shape: {
    kind: "record",
    called: "strategy",
    check({ at, map, locate }, report) {
      if (at("matrix") !== undefined || at("include") !== undefined) return;
      const facts = {
        problem: "the strategy has neither a matrix nor an include",
        cure: "write matrix: { key: [values] }",
      };
      report(problem("wrong-combination", facts, locate(map)));
    },
    fields: {
      matrix: {
        shape: {
          kind: "map",
          called: "key of the matrix",
          names: word,
          least: 1,
          fixed: { include, exclude },
          of: { kind: "list", of: { kind: "any" }, least: 1 },
        },
        doc: "The job is executed once for every combination, in key order. Values are scalars or maps; a list, or the whole, may be a template. `include` and `exclude` may stand here, too.",
        example: "{ env: [dev, prod], region: [eu, us] }",
        template: true,
      },
      include,
      exclude,
      "max-parallel": {
        shape: { kind: "number", whole: true, least: 1, most: 10_000 },
        doc: "Legs at a time.",
        example: "4",
        default: "all, up to the worker's limit",
        template: true,
      },
      "fail-fast": {
        shape: { kind: "flag" },
        doc: "When a leg fails, the others of its job are stopped.",
        example: "false",
        default: "true",
        template: true,
      },
    },
  },
  doc: "Several legs of one job.",
  example: "{ matrix: { env: [dev, prod] }, max-parallel: 2 }",
};
