/** Takes out of a text what could move the cursor, change the terminal, or reorder what people read. */

const escapeMark = "\u001b";
const [csi, dcs, sos, osc, pm, apc, st, bell] = [0x9b, 0x90, 0x98, 0x9d, 0x9e, 0x9f, 0x9c, 0x07].map((code) =>
  String.fromCharCode(code),
);
/** OSC, DCS, SOS, PM and APC strings, up to their terminator or the end of the text. */
const strings = `(?:${escapeMark}[\\]PX^_]|[${osc}${dcs}${sos}${pm}${apc}])[^${bell}${escapeMark}${st}]*(?:${bell}|${escapeMark}\\\\|${st}|$)`;
const sequences = `(?:${escapeMark}\\[|${csi})[0-?]*[ -/]*[@-~]?`;
const others = `${escapeMark}[ -/]*[0-~]?`;
const control = new RegExp(`${strings}|${sequences}|${others}`, "g");
/** Colour and weight: digits, semicolons and colons up to `m`. */
const colour = new RegExp(`^${escapeMark}\\[[\\d;:]*m$`);
const single = /[\p{Cc}\p{Bidi_Control}]/gu;
const tab = "  ";

/** For one line that stands among ours: nothing but text. */
export function plainText(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return text;
  return text
    .replace(control, "")
    .replace(/[\r\n\t]+/g, " ")
    .replace(single, "");
}

/** For what others print: lines and colours are kept, and colours end with each line. */
export function printedLines(text: string): string[] {
  const clean = text.replace(control, (sequence) => (colour.test(sequence) ? sequence : ""));
  return clean.split(/\r?\n/).map((line) => {
    // A line that was written over again shows its last state.
    const shown = line.slice(line.trimEnd().lastIndexOf("\r") + 1).replaceAll("\t", tab);
    const kept = shown.replace(single, (character) => (character === escapeMark ? character : ""));
    return kept.includes(escapeMark) ? `${kept}${escapeMark}[0m` : kept;
  });
}
