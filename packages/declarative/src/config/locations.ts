/** Settings that say where something is: in a folder, in a file, or at a URL. */
import { delimiter, isAbsolute, resolve } from "node:path";
import { type Reading, text, url } from "./reading.ts";

/** A path; one that stands in a settings file begins at the folder of that file. */
export const path: Reading<string> = (given, folder) => {
  const reading = text(given, folder);
  if ("problem" in reading) return reading;
  return { value: folder === undefined ? reading.value : resolve(folder, reading.value) };
};

/** Several: a list, or a text as in PATH. */
export const paths: Reading<readonly string[]> = (given, folder) => {
  const parts: readonly unknown[] = typeof given === "string" ? given.split(delimiter).filter(Boolean) : [given].flat();
  const found: string[] = [];
  for (const part of parts) {
    const reading = path(part, folder);
    if ("problem" in reading) return reading;
    found.push(reading.value);
  }
  return { value: found };
};

const postgres = url(["postgres"]);

/**
 * The URL of a store. `postgresql://` is `postgres://`; a driver behind it (`postgresql+asyncpg://`) is a matter of
 * other programs, and `sqlite:///x.db` is `file:x.db`, as SQLAlchemy writes them.
 */
export const store: Reading<string> = (given, folder) => {
  const reading = text(given, folder);
  if ("problem" in reading) return reading;
  const plain = reading.value.trim();
  const file = /^(?:sqlite:\/\/\/|file:(?!\/\/))(.*)$/i.exec(plain)?.[1];
  if (file === "") return { problem: "it names no file" };
  if (file !== undefined)
    return { value: `file:${folder === undefined || isAbsolute(file) ? file : resolve(folder, file)}` };
  const server = /^postgres(?:ql)?(?:\+\w+)?:(.*)$/is.exec(plain)?.[1];
  if (server !== undefined) return postgres(`postgres:${server}`, folder);
  return { value: plain };
};

/** Files by name; those of a settings file begin at its folder. */
export const files: Reading<Readonly<Record<string, string>>> = (given, folder) => {
  const pairs = typeof given === "string" ? pairsOf(given) : isMap(given) ? Object.entries(given) : undefined;
  if (pairs === undefined) return { problem: "it is no map of names and files" };
  const found: [string, string][] = [];
  for (const [name, file] of pairs) {
    const reading = path(file, folder);
    if ("problem" in reading) return { problem: `of ${name.trim() || "a file"}, ${reading.problem}` };
    found.push([name.trim(), reading.value.trim()]);
  }
  return found.some(([name]) => name === "") ? { problem: "a file has no name" } : { value: Object.fromEntries(found) };
};

function pairsOf(text: string): (readonly [string, unknown])[] {
  return text
    .split(",")
    .filter((pair) => pair.trim() !== "")
    .map((pair) => {
      const at = pair.indexOf("=");
      return at === -1 ? (["", pair] as const) : ([pair.slice(0, at), pair.slice(at + 1)] as const);
    });
}

function isMap(given: unknown): given is Readonly<Record<string, unknown>> {
  return typeof given === "object" && given !== null && !Array.isArray(given);
}
