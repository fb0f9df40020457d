/** Names state the job of a file or folder; a drawer for anything states none. */
import type { Offence } from "./offence.ts";
import type { Repository } from "./repository.ts";

const drawers = /^(?:utils?|helpers?|common|managers?|misc)$/i;
const places = /^(?:packages|examples|bench|scripts|tests)\//;

export function fileNames(repository: Repository): Offence[] {
  return [...repository.files.keys()].flatMap((path) => {
    if (!places.test(path)) return [];
    const drawer = path.split(/[/._-]|(?<=[a-z])(?=[A-Z])/).find((word) => drawers.test(word));
    const cure = "name it after its one job, such as lease.ts or divergence.ts";
    return drawer === undefined ? [] : [{ file: path, line: 1, what: `"${drawer}" in a name`, cure }];
  });
}
