/** What a rule found: where, what, and what to do about it. */
export interface Offence {
  readonly file: string;
  readonly line: number;
  readonly what: string;
  readonly cure: string;
}

/** One line per offence, in the order of the files; empty when there is none. */
export function report(offences: readonly Offence[]): string {
  const sorted = [...offences].sort((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1));
  return sorted.map(({ file, line, what, cure }) => `${file}:${line} ${what}; ${cure}`).join("\n");
}

/** The line (from 1) of an offset. */
export function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf("\n"); at !== -1 && at < offset; at = text.indexOf("\n", at + 1)) line++;
  return line;
}
