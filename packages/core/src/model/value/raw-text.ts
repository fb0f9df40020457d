/**
 * Texts beside values, kept as they are: log lines, why a run stands where it does, reasons. One that begins like an
 * encrypted one is marked, so that it is read back as it was.
 */

/** Writes and reads such texts. */
export interface RawTexts {
  readonly seal: (text: string) => string;
  /** @throws key-missing, decryption-failed, damaged-value */
  readonly open: (text: string) => string;
}

const mark = "$=";

export function escapeText(text: string): string {
  return text.startsWith("$") ? mark + text : text;
}

export function unescapeText(text: string): string {
  return text.startsWith(mark) ? text.slice(mark.length) : text;
}
