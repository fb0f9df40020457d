/** Imports go one way: every package and folder uses only what stands above it in these tables. */
import { resolve } from "./imports.ts";
import type { Offence } from "./offence.ts";
import { isSuite, isTest, type Repository, type Source } from "./repository.ts";

/** From the ground up: each may import those before it. */
const packageOrder = [
  "packages/core",
  "packages/postgres",
  "packages/cron",
  "packages/declarative",
  "packages/scheduler",
  "packages/server",
  "packages/dashboard",
  "packages/stepwell",
  "examples",
  "bench",
  "scripts",
  "tests",
];

/** The folders of packages/core/src, and what each may import besides itself. */
const coreFloors: Readonly<Record<string, readonly string[]>> = {
  model: [],
  host: ["model"],
  store: ["model", "host"],
  replay: ["model"],
  operations: ["model", "replay"],
  worker: ["model", "host", "store", "replay", "operations"],
  engine: ["model", "host", "store", "replay", "operations", "worker"],
  testing: ["model", "host", "store", "replay", "operations", "worker", "engine", "index.ts"],
  "index.ts": ["model", "host", "store", "replay", "operations", "worker", "engine", "testing"],
};

/** Those of packages/declarative/src: each may import itself and those before it. */
const declarativeFloors = [
  "catalogue",
  "errors.ts",
  "status.ts",
  "diagnosis",
  "source",
  "format",
  "expressions",
  "filters",
  "evaluate-in-thread",
  "steps",
  "definition",
  "triggers",
  "params",
  "scripts",
  "tasks",
  "containers",
  "stages",
  "interpret",
  "load",
  "plan",
  "render",
  "deploy",
  "config",
  "plugins",
  "workflow",
  "index.ts",
];

/** Floors that compute and nothing else, and the parts of Node that they may use. */
const pureFloors: Readonly<Record<string, readonly string[]>> = {
  model: ["node:crypto", "node:zlib"],
  replay: [],
};

const core = "packages/core/src/";
const declarative = "packages/declarative/src/";

export function floors(repository: Repository): Offence[] {
  return repository.sources.flatMap((source) =>
    source.references.flatMap(({ specifier, line }) => {
      const target = resolve(source.path, specifier, repository.workspaces);
      const problem = target === undefined ? outside(source.path, specifier) : inside({ source, specifier, target });
      return problem === undefined ? [] : [{ file: source.path, line, ...problem }];
    }),
  );
}

type Problem = Pick<Offence, "what" | "cure">;

/** What is wrong with an import of something that is not in the repository. */
function outside(from: string, specifier: string): Problem | undefined {
  if (!from.startsWith(core) || isTest(from)) return undefined;
  const floor = coreFloor(from);
  const pure = pureFloors[floor];
  if (specifier.startsWith("node:")) {
    if (pure === undefined || pure.includes(specifier)) return undefined;
    return { what: `${floor} imports ${specifier}`, cure: `keep ${floor} pure: take what it needs as an argument` };
  }
  if (isSuite(from) || floor === "testing") return undefined;
  return { what: `the core imports "${specifier}"`, cure: "the core has no dependencies: write it, or use Node's own" };
}

function inside(use: { source: Source; specifier: string; target: string }): Problem | undefined {
  const { source, specifier, target } = use;
  const [from, to] = [packageOf(source.path), packageOf(target)];
  if (from === undefined || to === undefined) return unknownPackage(from === undefined ? source.path : target);
  if (from !== to) {
    if (packageOrder.indexOf(to) > packageOrder.indexOf(from)) {
      return { what: `${from} imports ${to}`, cure: `move the code up to ${to}, or what it needs down to ${from}` };
    }
    const byPath = specifier.startsWith(".") && from.startsWith("packages/");
    return byPath ? { what: `path into ${to}`, cure: "import it by the name of its package" } : undefined;
  }
  if (isTest(source.path)) return undefined;
  if (source.path.startsWith(declarative) && target.startsWith(declarative)) {
    return withinDeclarative(floorOf(source.path, declarative), floorOf(target, declarative));
  }
  if (!source.path.startsWith(core) || !target.startsWith(core)) return undefined;
  return withinCore(coreFloor(source.path), coreFloor(target));
}

function withinDeclarative(from: string, to: string): Problem | undefined {
  const [above, below] = [declarativeFloors.indexOf(from), declarativeFloors.indexOf(to)];
  if (above === -1 || below === -1) {
    const stranger = above === -1 ? from : to;
    const cure = "move the file into a folder of declarativeFloors";
    return { what: `packages/declarative/src/${stranger} is on no floor`, cure };
  }
  if (below <= above) return undefined;
  return { what: `${from} imports ${to}`, cure: `${to} stands above ${from}: move the code, or pass it in` };
}

function withinCore(from: string, to: string): Problem | undefined {
  const allowed = coreFloors[from];
  if (allowed === undefined || coreFloors[to] === undefined) {
    const stranger = allowed === undefined ? from : to;
    return { what: `packages/core/src/${stranger} is on no floor`, cure: "move the file into a folder of coreFloors" };
  }
  if (from === to || allowed.includes(to)) return undefined;
  const may = allowed.length === 0 ? "nothing else" : allowed.join(", ");
  return { what: `${from} imports ${to}`, cure: `${from} may import ${may}: move the code, or pass it in` };
}

function unknownPackage(path: string): Problem | undefined {
  if (!path.startsWith("packages/")) return undefined;
  return { what: `${path} is in no known package`, cure: "give the package its place in packageOrder (floors.ts)" };
}

function packageOf(path: string): string | undefined {
  return packageOrder.find((folder) => path === folder || path.startsWith(`${folder}/`));
}

function coreFloor(path: string): string {
  return floorOf(path, core);
}

function floorOf(path: string, folder: string): string {
  return path.slice(folder.length).split("/")[0] ?? "";
}
