/** Texts of users in Markdown: shown as they are, and never part of its language. */

/** A text among ours, on one line. */
export function plain(text: string): string {
  const line = text.replace(/[\p{Cc}\s]+/gu, " ").trim();
  return line
    .replace(/[\\`*_[\]<>|~&$]/g, (sign) => `\\${sign}`)
    .replace(/^(?:[-+#=]|\d+(?=[.)]))/, (start) => (/\d/.test(start) ? `${start}\\` : `\\${start}`))
    .replace(/@/g, "&#64;");
}

/** A text as code, on one line. */
export function code(text: string): string {
  const line = text.replace(/[\p{Cc}\s]+/gu, " ").trim();
  if (line === "") return "";
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  const space = line.startsWith("`") || line.endsWith("`") ? " " : "";
  return `${fence}${space}${line}${space}${fence}`;
}

/** A cell of a table: a bar would end it even in code. */
export function cell(markdown: string): string {
  return markdown.replace(/(?<!\\)\|/g, "\\|");
}
