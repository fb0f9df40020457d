/** A script with a name in place of each template, of the same length where that is possible: its parser can read it. */
import type { FoundTemplate } from "./templates.ts";

export interface Placeholder {
  readonly template: FoundTemplate;
  /** `SW_1_`, with as many underscores as the template is long. */
  readonly name: string;
  /** Where it stands in the text with placeholders. */
  readonly start: number;
  readonly end: number;
}

export interface Placeheld {
  readonly text: string;
  /** In their order. */
  readonly placeholders: readonly Placeholder[];
}

export function withPlaceholders(script: string, templates: readonly FoundTemplate[]): Placeheld {
  const placeholders: Placeholder[] = [];
  let text = "";
  let at = 0;
  for (const template of templates) {
    text += script.slice(at, template.start);
    const name = `SW_${template.index + 1}_`.padEnd(template.end - template.start, "_");
    placeholders.push({ template, name, start: text.length, end: text.length + name.length });
    text += name;
    at = template.end;
  }
  return { text: text + script.slice(at), placeholders };
}

/** From an offset in the text with placeholders to one in the script as written. */
export function writtenOffset({ placeholders }: Placeheld, offset: number): number {
  const last = placeholders.findLast(({ start }) => start <= offset);
  if (last === undefined) return offset;
  return offset < last.end ? last.template.start : last.template.end + offset - last.end;
}
