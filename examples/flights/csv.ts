/**
 * Rows of fields after RFC 4180: a field may stand in quotes and then hold commas, line breaks and doubled quotes. Lines
 * end in LF or CRLF; a line end at the end of the text does not begin another row.
 */
export function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  while (at < text.length || row.length > 0) {
    const field = text[at] === '"' ? quotedField(text, at) : bareField(text, at);
    row.push(field.value);
    const separator = separatorAt(text, field.end);
    at = field.end + separator.length;
    if (separator === ",") continue;
    rows.push(row);
    row = [];
  }
  return rows;
}

type Field = { value: string; end: number };

function bareField(text: string, start: number): Field {
  let end = start;
  while (end < text.length && !",\r\n".includes(text.charAt(end))) end++;
  return { value: text.slice(start, end), end };
}

function quotedField(text: string, start: number): Field {
  let value = "";
  let at = start + 1;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote === -1) throw new SyntaxError(`the quote at character ${start} is never closed`);
    value += text.slice(at, quote);
    if (text[quote + 1] !== '"') return { value, end: quote + 1 };
    value += '"';
    at = quote + 2;
  }
}

function separatorAt(text: string, at: number): "," | "\n" | "\r\n" | "" {
  if (at === text.length) return "";
  if (text[at] === ",") return ",";
  if (text[at] === "\n") return "\n";
  if (text.startsWith("\r\n", at)) return "\r\n";
  throw new SyntaxError(`expected a comma or a line end at character ${at}, found ${JSON.stringify(text[at])}`);
}
