/** Paths and links of the documents lead somewhere. Outputs that git ignores may be missing. */
import { matchesGlob, posix } from "node:path";
import { lineAt, type Offence } from "./offence.ts";
import type { Repository } from "./repository.ts";

const documents = /^(?:ARCHITECTURE|README|CONTRIBUTING)\.md$|^docs\/.*\.md$/;
const repositoryPath = /^(?:packages|examples|docs|bench|tests|scripts|\.ci)\/\S*$/;
/** Not a path but the shape of one: `docs/decisions/<number>.md`. */
const placeholder = /[<>{}$…]/;

interface Mention {
  readonly path: string;
  readonly offset: number;
}

export function deadPaths(repository: Repository): Offence[] {
  const known = knownPaths(repository);
  const exists = (path: string): boolean => {
    const bare = path.replace(/\/$/, "");
    if (known.has(bare) || repository.ignores(path)) return true;
    return bare.includes("*") && [...known].some((candidate) => matchesGlob(candidate, bare));
  };
  const cure = "write the path as it is now; a path that only shows a form needs <…> in it";
  return [...repository.files].flatMap(([file, text]) => {
    if (!documents.test(file)) return [];
    const prose = text.replace(/^```.*?^```/gms, (fenced) => fenced.replace(/[^\n]/g, " "));
    // The architecture's picture stands in a fenced block: its boxes are folders too.
    const spans = [...quoted(prose), ...(file === "ARCHITECTURE.md" ? fenced(text) : [])];
    return [...spans, ...links(file, prose)]
      .filter(({ path }) => !placeholder.test(path) && !exists(path))
      .map(({ path, offset }) => ({ file, line: lineAt(text, offset), what: `${path} does not exist`, cure }));
  });
}

/** Repository paths between single backticks, also as words of a command. */
function quoted(text: string): Mention[] {
  return [...text.matchAll(/`([^`\n]+)`/g)].flatMap(({ 1: span = "", index }) => words(span, index));
}

function fenced(text: string): Mention[] {
  return [...text.matchAll(/^```.*?\n(.*?)^```/gms)].flatMap(({ 0: block, index }) =>
    [...block.matchAll(/[^\n]+/g)].flatMap((line) => words(line[0], index + line.index)),
  );
}

function words(text: string, offset: number): Mention[] {
  return text
    .split(/[\s,;"'()|│]+/)
    .map((word) => word.replace(/^\.\//, "").replace(/(?:[#:]\S*|[.…])$/, ""))
    .filter((word) => repositoryPath.test(word))
    .map((path) => ({ path, offset }));
}

/** Targets of relative links, as paths from the root. */
function links(file: string, text: string): Mention[] {
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)].flatMap(({ 1: target = "", index }) => {
    const path = target.replace(/#.*$/, "");
    if (path === "" || /^[a-z]+:/.test(path)) return [];
    return [{ path: posix.normalize(posix.join(posix.dirname(file), path)), offset: index }];
  });
}

/** Every file and every folder on the way to it. */
function knownPaths({ files }: Repository): Set<string> {
  const known = new Set<string>();
  for (const file of files.keys()) {
    for (let path = file; path !== "."; path = posix.dirname(path)) known.add(path);
  }
  return known;
}
