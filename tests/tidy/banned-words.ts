/** Words that do not belong where they stand, and what to write instead. One entry per word. */
import { lineAt, type Offence } from "./offence.ts";
import { isSuite, isTest, type Repository } from "./repository.ts";

interface Ban {
  readonly word: string;
  readonly pattern: RegExp;
  readonly instead: string;
  /** The files in which the word is banned. */
  readonly where: (path: string) => boolean;
  /** Comments are searched instead of code. */
  readonly inComments?: true;
}

const inPackages = (path: string): boolean => path.startsWith("packages/") && !isSuite(path);

/** What may touch the machine: the host, the guard that patches these very names, and entry files. */
const atTheEdge = [
  /^packages\/core\/src\/host\//,
  /^packages\/core\/src\/worker\/process-hooks\//,
  /^packages\/[^/]+\/bin\//,
  /^packages\/stepwell\/src\/(?:[^/]+\/)*main\.ts$/,
];
const behindTheHost = (path: string): boolean => inPackages(path) && !atTheEdge.some((edge) => edge.test(path));
const isConfig = (path: string): boolean => /\.config\.[jt]s$/.test(path);

/** Matches a global by its bare name or on the object that holds it, not another object's method of that name. */
function global(name: string, ...holders: string[]): RegExp {
  const held = ["globalThis", ...holders].join("|");
  return new RegExp(`(?:(?<![.\\w$])|(?<![.\\w$])(?:${held})\\s*\\.\\s*)${name}(?![\\w$])`, "g");
}

const time = "ask the Host: host.now(), or host.monotonic() for spans; workflow code has wf.now()";
const timer = "use host.timer or host.immediate; workflow code has wf.sleep";
const chance = "use host.randomBytes; workflow code has wf.random and wf.uuid";

const bans: readonly Ban[] = [
  { word: "Date.now", pattern: /\bDate\s*\.\s*now\b/g, instead: time, where: behindTheHost },
  {
    word: "new Date()",
    pattern: /\bnew\s+Date\b(?!\s*\(\s*[^\s)])|(?<![.\w$]|\bnew\s+)Date\s*\(/g,
    instead: time,
    where: behindTheHost,
  },
  { word: "performance.now", pattern: /\bperformance\s*\.\s*now\b/g, instead: time, where: behindTheHost },
  { word: "process.hrtime", pattern: /\bprocess\s*\.\s*hrtime\b/g, instead: time, where: behindTheHost },
  { word: "Temporal.Now", pattern: /\bTemporal\s*\.\s*Now\b/g, instead: time, where: behindTheHost },
  { word: "setTimeout", pattern: global("setTimeout", "timers"), instead: timer, where: behindTheHost },
  { word: "setInterval", pattern: global("setInterval", "timers"), instead: timer, where: behindTheHost },
  { word: "setImmediate", pattern: global("setImmediate", "timers"), instead: timer, where: behindTheHost },
  { word: "Math.random", pattern: /\bMath\s*\.\s*random\b/g, instead: chance, where: behindTheHost },
  { word: "randomUUID", pattern: global("randomUUID", "crypto"), instead: chance, where: behindTheHost },
  { word: "randomBytes", pattern: global("randomBytes", "crypto"), instead: chance, where: behindTheHost },
  { word: "getRandomValues", pattern: global("getRandomValues", "crypto"), instead: chance, where: behindTheHost },
  {
    word: "process.env",
    pattern: /\bprocess\s*\.\s*env\b/g,
    instead: "read it in the entry file (main.ts) and pass it down as an option",
    where: behindTheHost,
  },
  {
    word: "new Error",
    pattern: /(?:\bnew|\bthrow)\s+Error\s*\(/g,
    instead: "throw failure(code, facts) with a code of the package's catalogue",
    where: inPackages,
  },
  {
    word: "console",
    pattern: global("console"),
    instead: "hand a message to the caller: an event, a log entry or an error; only commands print",
    where: (path) => path.startsWith("packages/core/") && !isSuite(path),
  },
  {
    word: "enum",
    pattern: /(?<![.\w$])enum\s+[\w$]/g,
    instead: "write a table `as const` and a union of its keys",
    where: (path) => !isTest(path),
  },
  {
    word: "export default",
    pattern: /\bexport\s+default\b|\bas\s+default\b/g,
    instead: "export it by name",
    where: (path) => !isTest(path) && !isConfig(path),
  },
  {
    word: "unnumbered task mark",
    pattern: /\b(?:TODO|FIXME)\b(?!\s*\(?#\d)/g,
    instead: "do it now, or add the number of its issue: (#12)",
    where: (path) => !isTest(path),
    inComments: true,
  },
];

/** A file in which one word is right after all. */
export interface Exception {
  readonly file: string;
  readonly word: string;
  readonly reason: string;
}

export function bannedWords(repository: Repository, exceptions: readonly Exception[]): Offence[] {
  const found = repository.sources.flatMap(({ path, code, comments }) =>
    bans
      .filter(({ where }) => where(path))
      .flatMap(({ word, pattern, instead, inComments }) => {
        const searched = inComments ? comments : code;
        return [...searched.matchAll(pattern)].map(({ index }) => {
          return { file: path, line: lineAt(searched, index), what: word, cure: instead };
        });
      }),
  );
  const isExcepted = (offence: Offence, { file, word }: Exception): boolean =>
    offence.file === file && offence.what === word;
  const stale = exceptions.filter((exception) => !found.some((offence) => isExcepted(offence, exception)));
  return [
    ...found.filter((offence) => !exceptions.some((exception) => isExcepted(offence, exception))),
    ...stale.map(({ file, word }) => {
      const what = `${file} has no "${word}" any more`;
      return { file: "tests/tidy/exceptions.json", line: 1, what, cure: "take the exception out" };
    }),
  ];
}
