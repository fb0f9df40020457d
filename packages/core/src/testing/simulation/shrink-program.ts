/** Programs that are a little smaller than one. */
import { type Program, partsOf, type StepNode, type Times } from "./program.ts";

/** The largest cuts first. */
export function* smallerPrograms(program: Program): Generator<Program> {
  if ("parts" in program && program.is !== "cut")
    for (const parts of fewer(program.parts)) if (parts.length > 0 || program.is === "seq") yield { ...program, parts };
  yield* partsOf(program);
  yield* simplerNodes(program);
  for (const [at, part] of partsOf(program).entries())
    for (const smaller of smallerPrograms(part)) yield withPart(program, at, smaller);
}

/** Without one half, one quarter…, one. */
export function* fewer<T>(items: readonly T[]): Generator<readonly T[]> {
  for (let size = Math.ceil(items.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2))
    for (let at = 0; at < items.length; at += size) yield [...items.slice(0, at), ...items.slice(at + size)];
}

/** Nothing, one, a tenth, half. */
export function* smallerTimes(ms: number): Generator<number> {
  const smaller = new Set([0, 1, Math.round(ms / 10), Math.round(ms / 2)]);
  for (const time of smaller) if (time < ms) yield time;
}

function withPart(program: Program, at: number, part: Program): Program {
  if ("body" in program) return { ...program, body: part };
  if (program.is === "cut")
    return { ...program, parts: at === 0 ? [part, program.parts[1]] : [program.parts[0], part] };
  return "parts" in program ? { ...program, parts: program.parts.with(at, part) } : program;
}

function* simplerNodes(program: Program): Generator<Program> {
  switch (program.is) {
    case "step":
      yield* simplerSteps(program);
      return;
    case "map":
      if (program.items > 1) yield { ...program, items: 1, atOnce: 1 };
      return;
    case "poll":
      if (program.tries > 1) yield { ...program, tries: 1 };
      if (program.totalMs !== undefined) {
        const { totalMs: _, ...endless } = program;
        yield endless;
      }
      return;
    case "undo":
      yield* withoutTimes(program);
      return;
    case "start":
      if (program.detached) yield { is: "start", name: program.name, flow: program.flow };
      return;
    case "book":
      if (program.failures > 0) yield { ...program, failures: 0 };
      return;
    case "within":
      for (const ms of smallerTimes(program.ms)) yield { ...program, ms };
      return;
    case "sleep":
      for (const ms of smallerTimes(program.ms)) yield { ...program, ms };
      return;
    case "receive":
    case "ask":
    case "callback":
      for (const withinMs of smallerTimes(program.withinMs ?? 0)) yield { ...program, withinMs };
      return;
    default:
  }
}

function* simplerSteps(step: StepNode): Generator<StepNode> {
  for (const takesMs of smallerTimes(step.takesMs)) yield { ...step, takesMs };
  if (step.failures > 0) yield { ...step, failures: 0 };
  for (const backoffMs of smallerTimes(step.backoffMs)) if (backoffMs > 0) yield { ...step, backoffMs };
  if (step.kind !== "plain") yield { ...step, kind: "plain" };
  yield* withoutTimes(step);
}

function* withoutTimes<T extends { readonly times?: Times }>(node: T): Generator<T> {
  if (node.times === undefined) return;
  const { times, ...endless } = node;
  yield endless as T;
  const { attemptMs, totalMs, hangs, hangMs, silenceMs, beatMs } = times;
  if (silenceMs !== undefined || beatMs !== undefined) {
    const { silenceMs: _, beatMs: __, ...others } = times;
    yield { ...node, times: others };
  }
  if (beatMs !== undefined && silenceMs !== undefined) yield { ...node, times: { hangs, hangMs, silenceMs, beatMs } };
  if (totalMs !== undefined && attemptMs !== undefined) {
    yield { ...node, times: { attemptMs, hangs, hangMs } };
    yield { ...node, times: { totalMs, hangs, hangMs } };
  }
  if (hangs > 0) yield { ...node, times: { ...times, hangs: 0 } };
}
