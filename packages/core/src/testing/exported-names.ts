/** The public names of an index, and whether each says what it is. */
import { readFileSync } from "node:fs";

export interface Exported {
  readonly name: string;
  /** As the index has it: `./engine/engine.ts`. */
  readonly file: string;
}

/** @param index its URL */
export function exportedNames(index: URL): Exported[] {
  const lists = readFileSync(index, "utf8").matchAll(/export (?:type )?\{([^}]*)\} from "([^"]+)";/g);
  return [...lists].flatMap(([, names = "", file = ""]) =>
    names
      .split(",")
      .map((name) => name.trim().replace(/^type /, ""))
      .filter((name) => name !== "")
      .map((name) => ({ name, file })),
  );
}

/** A docstring stands above its declaration, or the file passes it on from another. */
export function saysWhatItIs({ name, file }: Exported, index: URL): boolean {
  const text = readFileSync(new URL(file, index), "utf8");
  const declared = new RegExp(
    `\\*/\\n(?://[^\\n]*\\n)*export (?:declare )?(?:abstract )?(?:async )?(?:function\\*?|class|const|interface|type) ${name}\\b`,
  );
  const passedOn = new RegExp(`export (?:type )?\\{[^}]*\\b${name}\\b[^}]*\\}`);
  return declared.test(text) || passedOn.test(text);
}
