/** Programs made from programs: all stays as it is but what a function makes of it. */
import type { Flow } from "./plan.ts";
import { type Program, partsOf } from "./program.ts";

type Change = (program: Program) => Program;

/** Changes the programs right below this one. */
export function withParts(program: Program, change: Change): Program {
  if (program.is === "cut") {
    const [inside, beside] = program.parts;
    return { ...program, parts: [change(inside), change(beside)] };
  }
  if ("body" in program) return { ...program, body: change(program.body) };
  if ("parts" in program) return { ...program, parts: partsOf(program).map(change) };
  return program;
}

/** Changes what a flow does, and what it does when it has ended. */
export function withPrograms(flow: Flow, change: Change): Flow {
  return withEndings({ ...flow, program: change(flow.program) }, change);
}

/** Changes what a flow does when it has ended. */
export function withEndings(flow: Flow, change: Change): Flow {
  const { onFailure, onComplete } = flow;
  return {
    ...flow,
    ...(onFailure === undefined ? {} : { onFailure: change(onFailure) }),
    ...(onComplete === undefined ? {} : { onComplete: change(onComplete) }),
  };
}
