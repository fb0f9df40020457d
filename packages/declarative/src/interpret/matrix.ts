/** The legs of a job, its matrix evaluated: what it is computed from is known when its needs have ended. */
import type { Strategy } from "../definition/job.ts";
import { declarativeFailure } from "../errors.ts";
import type { EvaluationScope } from "../expressions/scope.ts";
import { members } from "../expressions/secret.ts";
import { kindOf } from "../expressions/value.ts";
import { type Leg, legsOf } from "./legs.ts";
import type { Values } from "./records.ts";
import type { Templates } from "./templates.ts";

/** The most legs of one job. */
const mostLegs = 10_000;

interface Evaluating {
  readonly job: string;
  readonly templates: Templates;
  readonly scope: EvaluationScope;
}

/** @throws matrix-invalid */
export function evaluatedLegs(strategy: Strategy, evaluating: Evaluating): Leg[] {
  const { templates, scope, job } = evaluating;
  const refuse = (problem: string) => declarativeFailure("matrix-invalid", { job, problem });
  const value = (given: unknown): unknown => members(templates.deep(given, scope));
  const list = (given: unknown, what: string): readonly unknown[] => {
    const found = value(given);
    if (Array.isArray(found)) return found;
    throw refuse(`has ${what} that come to a ${kindOf(found)}, not a list`);
  };
  const maps = (given: unknown, what: string): readonly Values[] =>
    list(given, what).map((item) => {
      if (kindOf(item) === "map") return item as Values;
      throw refuse(`has ${what} with a ${kindOf(item)} among them, not maps alone`);
    });
  const written = typeof strategy.matrix === "string" ? mapOf(value(strategy.matrix), refuse) : undefined;
  const axes =
    written === undefined
      ? (strategy.matrix as readonly { name: string; values: unknown }[]).map(
          ({ name, values }): Axis => [name, list(values, `values of ${name}`)],
        )
      : Object.entries(written)
          .filter(([name]) => name !== "include" && name !== "exclude")
          .map(([name, values]): Axis => [name, list(values, `values of ${name}`)]);
  const include = [...maps(strategy.include, "includes"), ...maps(written?.include ?? [], "includes")];
  const exclude = [...maps(strategy.exclude, "excludes"), ...maps(written?.exclude ?? [], "excludes")];
  const count = axes.length === 0 ? 0 : axes.reduce((product, [, values]) => product * values.length, 1);
  if (count + include.length > mostLegs)
    throw refuse(
      `has ${(count + include.length).toLocaleString("en-US")} legs; ${mostLegs.toLocaleString("en-US")} are the most`,
    );
  return legsOf({ axes, include, exclude });
}

type Axis = readonly [name: string, values: readonly unknown[]];

function mapOf(found: unknown, refuse: (problem: string) => Error): Values {
  if (kindOf(found) !== "map") throw refuse(`comes to a ${kindOf(found)}, not a map from names to lists`);
  return found instanceof Map ? Object.fromEntries(found) : (found as Values);
}
