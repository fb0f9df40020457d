/** What `uses` calls a task: `path/name@tag`. The path is that of its module below a root; without one, the module is called as the task. */

export interface TaskName {
  /** `etl/orders`: no ending, and no way out of the root. */
  readonly path: string;
  /** `load@v1`: as the module calls it. */
  readonly name: string;
}

const written =
  /^((?:[\p{L}\p{N}_][\p{L}\p{N}_.-]*\/)*)([\p{L}\p{N}_][\p{L}\p{N}_.-]*)@([\p{L}\p{N}_][\p{L}\p{N}_.-]*)$/u;

/** Undefined for what is no name of a task. */
export function taskNameOf(uses: string): TaskName | undefined {
  const [, path = "", name, tag] = written.exec(uses) ?? [];
  if (name === undefined || tag === undefined) return undefined;
  return { path: path === "" ? name : path.slice(0, -1), name: `${name}@${tag}` };
}
