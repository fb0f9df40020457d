/** A name as an error repeats it: in quotes where it is text, else what it is instead. Never throws, never long. */
export function quoted(name: unknown): string {
  if (typeof name !== "string") return name === null ? "null" : `(${typeof name})`;
  return JSON.stringify(name.length > 80 ? `${name.slice(0, 80)}…` : name);
}
