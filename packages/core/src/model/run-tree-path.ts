/** Reads operation keys for display: which row an operation belongs to, and how it is called there. */

export interface TreePath {
  /** "step", or what stands before the `~`. */
  readonly kind: string;
  /** Names from the outermost scope to the operation itself, without numbers: the same for all that fold together. */
  readonly names: readonly string[];
  /** What tells it from its siblings: the key from its first number on, else its last name. */
  readonly label: string;
}

const segment = /^([^#[]*)((?:#\d+)?(?:\[\d+\])?)$/;

/** `map[3]/reserve#2` is at map, reserve and is called `map[3]/reserve#2`; `enrich/page#17` is called `page#17`. */
export function treePath(op: string): TreePath {
  const mark = op.indexOf("~");
  const kind = mark < 0 ? "step" : op.slice(0, mark);
  const segments = op.slice(mark + 1).split("/");
  const names: string[] = [];
  let numbered = segments.length - 1;
  for (const [at, text] of segments.entries()) {
    const [, name = text, number = ""] = segment.exec(text) ?? [];
    names.push(name);
    if (number !== "" && at < numbered) numbered = at;
  }
  return { kind, names, label: segments.slice(numbered).join("/") };
}

/** `page` for a step, `sleep` or `sleep nap` for others. */
export function spoken(kind: string, name: string): string {
  return kind === "step" || name === kind || name.startsWith(`${kind}:`) ? name : `${kind} ${name}`;
}

/** Below the row of its group, an item of a map needs only its number: `[3]` for `map[3]/reserve` among reserves. */
export function shortLabel(label: string, name: string): string {
  const item = label.indexOf("[");
  if (item < 0) return label;
  const short = label.slice(item);
  return short.endsWith(`/${name}`) ? short.slice(0, -name.length - 1) : short;
}
