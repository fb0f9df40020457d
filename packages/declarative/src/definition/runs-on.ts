/** Where a job is executed. */

export interface RunsOn {
  /** Or a template that gives it, with its target: `queue:eu`. */
  readonly type: "local" | "thread" | "process" | "queue" | "docker" | "template";
  /** The queue's name, the image, or the template; "" for the others. */
  readonly target: string;
}

const places: ReadonlySet<string> = new Set(["local", "thread", "process"]);
const named: ReadonlySet<string> = new Set(["queue", "docker"]);

/** Of the text that says it; undefined for what is none. */
export function runsOnOf(text: string): RunsOn | undefined {
  if (text.includes("${{")) return { type: "template", target: text };
  const [, type = "", target] = /^([a-z]+)(?::(\S+))?$/.exec(text.trim()) ?? [];
  if (target === undefined) return places.has(type) ? { type: type as RunsOn["type"], target: "" } : undefined;
  return named.has(type) ? { type: type as RunsOn["type"], target } : undefined;
}
