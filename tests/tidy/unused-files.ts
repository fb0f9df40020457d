/**
 * Files that no entry file and no test reaches, directly or through others.
 * Of files that only other unused files import, nothing is said until those are gone.
 */
import { posix } from "node:path";
import { resolve } from "./imports.ts";
import type { Offence } from "./offence.ts";
import type { Repository } from "./repository.ts";

/** What people, npm scripts and threads start; packages' own entries come from their package.json. */
const entries = [
  /\.(?:test|config)\.[jt]s$/,
  /-thread\.[jt]s$/,
  /\/(?:task|script|database)-process\.[jt]s$/,
  /^examples\/[^/]+\/(?:start|demo-[\w-]+)\.ts$/,
  // The project that the example builds.
  /^examples\/build\/project\//,
  /^bench\/(?:run|profile)\.ts$/,
  /^scripts\/[^/]+\.ts$/,
  /^tests\/kill\/run\.ts$/,
];

export function unusedFiles(repository: Repository): Offence[] {
  const { sources, workspaces } = repository;
  const started = workspaces.flatMap(({ folder, exports, bins }) =>
    [...Object.values(exports), ...bins].map((path) => posix.join(folder, path)),
  );
  const isEntry = (path: string): boolean => started.includes(path) || entries.some((entry) => entry.test(path));

  const byPath = new Map(sources.map((source) => [source.path, source]));
  const reached = new Set<string>();
  const visit = (path: string): void => {
    const source = byPath.get(path);
    if (source === undefined || reached.has(path)) return;
    reached.add(path);
    for (const { specifier } of source.references) visit(resolve(path, specifier, workspaces) ?? "");
  };
  for (const { path } of sources) if (isEntry(path)) visit(path);

  const unused = sources.filter(({ path }) => !reached.has(path));
  const imported = unused.flatMap(({ path, references }) =>
    references.map(({ specifier }) => resolve(path, specifier, workspaces)),
  );
  const cure = "delete it, import it, or name it an entry (tests/tidy/unused-files.ts)";
  return unused
    .filter(({ path }) => !imported.includes(path))
    .map(({ path }) => ({ file: path, line: 1, what: "nothing imports this file", cure }));
}
