/** Params whose keys contradict one another: a default that is none of the options, a bound that is no date. */
import { paramTypes } from "../definition/param.ts";
import { readParams } from "../definition/read-params.ts";
import { problem, type Report } from "../diagnosis/problem.ts";
import { checkParam } from "../params/check-param.ts";
import { locationOf } from "../source/locate.ts";
import type { SourceNode } from "../source/node.ts";

export function checkParams(params: SourceNode | undefined, report: Report): void {
  if (params?.kind !== "map") return;
  for (const param of readParams(params)) {
    const node = params.entries.get(param.name)?.value;
    if (node === undefined || !paramTypes.includes(param.type)) continue;
    for (const fault of checkParam(param)) {
      const at = node.kind === "map" ? node.entries.get(fault.key) : undefined;
      const location = locationOf(at?.value ?? node);
      const facts = { param: param.name, key: fault.key, problem: fault.problem };
      report(problem("wrong-param", facts, location.place === undefined ? { path: `params.${param.name}` } : location));
    }
  }
}
