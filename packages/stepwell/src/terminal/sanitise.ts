/** Takes out of a text what could move the cursor, change the terminal, or reorder what people read. */

const escape = "\\u001b";
/** OSC, DCS, SOS, PM and APC strings, up to their terminator or the end of the text. */
const strings = `(?:${escape}[\\]PX^_]|[\\u009d\\u0090\\u0098\\u009e\\u009f])[^\\u0007\\u001b\\u009c]*(?:\\u0007|${escape}\\\\|\\u009c|$)`;
const sequences = `(?:${escape}\\[|\\u009b)[0-?]*[ -/]*[@-~]?`;
const others = `${escape}[ -/]*[0-~]?`;
const control = new RegExp(`${strings}|${sequences}|${others}`, "g");
/** Colour and weight: digits, semicolons and colons up to `m`. */
const colour = new RegExp(`^${escape}\\[[\\d;:]*m$`);
const single = /[\u0000-\u0008\u000b-\u001a\u001c-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;
const tab = "  ";

/** For one line that stands among ours: nothing but text. */
export function plainText(text: string): string {
  return text
    .replace(control, "")
    .replace(/[\r\n\t]+/g, " ")
    .replace(single, "")
    .replaceAll("\u001b", "");
}

/** For what others print: lines and colours are kept, and colours end with each line. */
export function printedLines(text: string): string[] {
  const clean = text.replace(control, (sequence) => (colour.test(sequence) ? sequence : ""));
  return clean.split(/\r?\n/).map((line) => {
    // A line that was written over again shows its last state.
    const shown = line.slice(line.trimEnd().lastIndexOf("\r") + 1);
    const text = shown.replaceAll("\t", tab).replace(single, "");
    return text.includes("\u001b[") ? `${text}\u001b[0m` : text;
  });
}
