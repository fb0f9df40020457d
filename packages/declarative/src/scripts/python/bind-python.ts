/** A Python script with placeholders: they are bound when it starts, on the tree of the very Python that runs it. */
import type { BoundName } from "../bound-script.ts";
import { withPlaceholders } from "../placeholders.ts";
import type { FoundTemplate } from "../templates.ts";

export function bindPython(script: string, templates: readonly FoundTemplate[]): { text: string; names: BoundName[] } {
  const { text, placeholders } = withPlaceholders(script, templates);
  const names = placeholders.map(({ name: placeholder, template }): BoundName => {
    const { index, expression, start, end } = template;
    return { name: `SW_${index + 1}`, kind: "both", expression, start, end, placeholder };
  });
  return { text, names };
}
