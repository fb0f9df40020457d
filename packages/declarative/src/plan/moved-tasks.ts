/** Tasks that are something else than they were: a tag has moved. */

/** Names of those that were looked at then and now, and differ. */
export function movedTasks(then: Readonly<Record<string, string>>, now: Readonly<Record<string, string>>): string[] {
  return Object.keys(now).filter((name) => Object.hasOwn(then, name) && then[name] !== now[name]);
}
