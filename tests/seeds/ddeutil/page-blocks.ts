/** What docs/migrate/ddeutil.md shows: definitions by name, and programs. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

const page = readFileSync(join(import.meta.dirname, "../../../docs/migrate/ddeutil.md"), "utf8");

/** A workflow of the page, as it has to be written here. */
export interface PageDefinition {
  readonly name: string;
  readonly text: string;
}

export function pageDefinitions(): PageDefinition[] {
  return blocksOf("yaml").map((text) => ({ name: text.slice(0, text.indexOf(":")), text }));
}

/** As it was written there: without the lines that the page marks as added. */
export function asItWas({ text }: PageDefinition): string {
  return text.replace(/^.* # added\b.*\n/gm, "");
}

export function original(name: string): string {
  return readFileSync(join(import.meta.dirname, `originals/${name}.yml`), "utf8");
}

function blocksOf(language: string): string[] {
  return [...page.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, "gms"))].map(([, text = ""]) => text);
}
