/** The repository speaks of the product alone: nothing in it tells on which machine it was made. */
import { lineAt, type Offence } from "./offence.ts";
import type { Repository } from "./repository.ts";

const traces = [
  {
    what: "path of one machine",
    pattern: /(?<![\w.)}\]-])\/(?:work|root|home)\//g,
    files: /./,
    cure: "write a path from the root of the repository, or make it at run time",
  },
  {
    what: "registry address",
    pattern: /"resolved": "(?:https?|git\+ssh):/g,
    files: /(?:^|\/)package-lock\.json$/,
    cure: "npm config set omit-lockfile-registry-resolved true, then npm install --package-lock-only",
  },
];

export function machineTraces(repository: Repository): Offence[] {
  return [...repository.files].flatMap(([file, text]) =>
    traces
      .filter(({ files }) => files.test(file))
      .flatMap(({ what, pattern, cure }) =>
        [...text.matchAll(pattern)].map(({ index }) => ({ file, line: lineAt(text, index), what, cure })),
      ),
  );
}
