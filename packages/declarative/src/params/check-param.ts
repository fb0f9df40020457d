/** What is wrong with a param's definition itself, before anything is given for it. */
import type { ParamDefinition, ParamType } from "../definition/param.ts";
import { schemaProblem } from "../evaluate-in-thread/json-schema.ts";
import { compare } from "../expressions/value.ts";
import { boundOf } from "./bounds.ts";
import { coerceByType } from "./coerce-param.ts";

export interface ParamFault {
  /** Of the param: "default". */
  readonly key: "default" | "min" | "max" | "pattern" | "options" | "schema";
  /** A sentence without its end: `it is greater than max`. */
  readonly problem: string;
}

/** The types that a key says something about. */
const bounded: readonly ParamType[] = [
  ...(["str", "secret", "int", "float", "decimal", "date", "datetime"] as const),
  ...(["array", "map", "object"] as const),
];
const meaning: Readonly<Record<Exclude<ParamFault["key"], "default">, readonly ParamType[]>> = {
  min: bounded,
  max: bounded,
  pattern: ["str", "secret"],
  options: ["choice"],
  schema: ["object"],
};

/** All faults. A pattern is read and not applied: that a default matches it is found when the param is used. */
export function checkParam(param: ParamDefinition, zone = "UTC"): ParamFault[] {
  const faults = [...misplaced(param), ...wrongBounds(param, zone), ...wrongRules(param)];
  if (faults.length > 0 || param.default === undefined) return faults;
  const coerced = coerceByType(param, param.default, zone);
  return "problem" in coerced ? [{ key: "default", problem: coerced.problem }] : [];
}

function misplaced(param: ParamDefinition): ParamFault[] {
  return Object.entries(meaning).flatMap(([key, types]): ParamFault[] => {
    if (param[key as keyof typeof meaning] === undefined || types.includes(param.type)) return [];
    const problem = `it means nothing for type ${param.type}, only for ${types.join(", ")}`;
    return [{ key: key as ParamFault["key"], problem }];
  });
}

function wrongBounds({ type, min, max }: ParamDefinition, zone: string): ParamFault[] {
  if (!bounded.includes(type)) return [];
  const wanted = type === "date" ? "a date" : type === "datetime" ? "a time" : "a number";
  const faults = (["min", "max"] as const).flatMap((key): ParamFault[] => {
    const bound = key === "min" ? min : max;
    if (bound === undefined || boundOf(type, bound, zone) !== undefined) return [];
    return [{ key, problem: `${JSON.stringify(bound)} is not ${wanted}` }];
  });
  if (faults.length > 0 || min === undefined || max === undefined) return faults;
  const order = compare(boundOf(type, min, zone), boundOf(type, max, zone));
  return order > 0 ? [{ key: "min", problem: `it is greater than max: ${min} and ${max}` }] : [];
}

function wrongRules({ type, pattern, options, schema }: ParamDefinition): ParamFault[] {
  const faults: ParamFault[] = [];
  if (pattern !== undefined) {
    try {
      new RegExp(`^(?:${pattern})$`, "u");
    } catch (error) {
      faults.push({ key: "pattern", problem: (error as Error).message });
    }
  }
  if (type === "choice" && (options ?? []).length === 0) {
    faults.push({ key: "options", problem: "a choice needs options to choose from" });
  }
  const wrong = schema === undefined ? undefined : schemaProblem(schema);
  if (wrong !== undefined) faults.push({ key: "schema", problem: wrong });
  return faults;
}
