/** SQL of state changes, made from the one table of model/run-state.ts. */
import { next, type RunEvent, type RunState, sourcesOf } from "../../model/run-state.ts";

/** For SET: the state that the event leads to from where the row is. */
export function stateAfter(event: RunEvent): string {
  const pairs = sourcesOf(event).map((from) => [from, next(from, event)] as const);
  const targets = new Set(pairs.map(([, to]) => to));
  if (targets.size === 1) return `state = ${[...targets].map(quote).join("")}`;
  return `state = CASE state ${pairs.map(([from, to]) => `WHEN ${quote(from)} THEN ${quote(to)}`).join(" ")} END`;
}

/** For WHERE: the row is in a state that the event may leave. */
export function mayTake(event: RunEvent): string {
  return stateIn(sourcesOf(event));
}

/** Not by IN: SQLite would make a table of its own for the list at every execution. */
export function stateIn(states: readonly RunState[]): string {
  return `(${states.map((state) => `state = ${quote(state)}`).join(" OR ")})`;
}

/** The states that lead to `event` after `first`: a waiting run that is due is woken and claimed in one statement. */
export function walk(from: RunState, ...events: readonly RunEvent[]): RunState {
  return events.reduce((state, event) => next(state, event), from);
}

export function quote(state: RunState): string {
  return `'${state}'`;
}
