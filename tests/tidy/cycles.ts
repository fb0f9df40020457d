/**
 * Files that import each other, directly or through others. Type-only imports count too.
 * One import too many knots dozens of files together, so only the shortest cycle of each knot is shown.
 */
import { resolve } from "./imports.ts";
import type { Offence } from "./offence.ts";
import type { Repository } from "./repository.ts";

interface Edge {
  readonly to: string;
  readonly line: number;
}

/** Each file imports the next one, the last one the first. */
interface Cycle {
  readonly files: readonly string[];
  /** Where the last one imports the first. */
  readonly line: number;
}

export function cycles(repository: Repository): Offence[] {
  return knots(cyclesOf(graphOf(repository))).map(({ shortest, files }) => {
    const round = [...shortest.files, shortest.files[0]].join(" → ");
    const size = files.size > shortest.files.length ? ` (shortest in a knot of ${files.size} files)` : "";
    const what = `import cycle ${round}${size}`;
    const file = shortest.files.at(-1) ?? "";
    return { file, line: shortest.line, what, cure: "move what both need into a file of its own" };
  });
}

function graphOf({ sources, files, workspaces }: Repository): Map<string, Edge[]> {
  return new Map(
    sources.map(({ path, references }) => {
      const edges = references.flatMap(({ specifier, line, kind }) => {
        const to = kind === "import" ? resolve(path, specifier, workspaces) : undefined;
        return to === undefined || !files.has(to) ? [] : [{ to, line }];
      });
      return [path, edges];
    }),
  );
}

/** The cycles that a depth-first walk closes: every knot shows up, not every way around it. */
function cyclesOf(graph: ReadonlyMap<string, readonly Edge[]>): Cycle[] {
  const found: Cycle[] = [];
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (file: string): void => {
    path.push(file);
    for (const { to, line } of graph.get(file) ?? []) {
      const start = path.indexOf(to);
      if (start !== -1) found.push({ files: path.slice(start), line });
      else if (!done.has(to)) visit(to);
    }
    path.pop();
    done.add(file);
  };
  for (const file of graph.keys()) if (!done.has(file)) visit(file);
  return found;
}

interface Knot {
  readonly shortest: Cycle;
  readonly files: ReadonlySet<string>;
}

/** Groups cycles that share a file. */
function knots(found: readonly Cycle[]): Knot[] {
  const shortestFirst = [...found].sort((a, b) => a.files.length - b.files.length);
  let groups: Knot[] = [];
  for (const cycle of shortestFirst) {
    const own = { shortest: cycle, files: new Set(cycle.files) };
    const touching = groups.filter(({ files }) => cycle.files.some((file) => files.has(file)));
    const files = touching.reduce((all, group) => all.union(group.files), own.files);
    groups = [
      ...groups.filter((group) => !touching.includes(group)),
      { shortest: (touching[0] ?? own).shortest, files },
    ];
  }
  return groups;
}
