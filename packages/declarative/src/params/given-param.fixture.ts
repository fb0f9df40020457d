/** Gives values to params for tests. */
import { expect } from "vitest";
import type { ParamDefinition, ParamType } from "../definition/param.ts";
import { ParamError } from "./param-error.ts";
import { resolveParams } from "./resolve-params.ts";

export type More = Partial<ParamDefinition>;
export const param = (name: string, type: ParamType, more: More = {}): ParamDefinition => {
  return { name, type, required: more.default === undefined, at: "", ...more };
};

/** The resolved value of one param, or what is wrong with it. */
export async function outcome(type: ParamType, value: unknown, more: More & { zone?: string } = {}): Promise<unknown> {
  const { zone, ...rest } = more;
  const options = { workflow: "flow", ...(zone === undefined ? {} : { zone }) };
  try {
    return (await resolveParams([param("p", type, rest)], { p: value }, options)).p;
  } catch (error) {
    expect(error).toBeInstanceOf(ParamError);
    return `refused: ${(error as ParamError).validation_error}`;
  }
}
