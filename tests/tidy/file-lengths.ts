/** Files stay under 200 lines; those in lengths.json may be longer, up to the multiple of 20 that stands there. */
import type { Offence } from "./offence.ts";
import type { Repository } from "./repository.ts";

const usual = 200;
const most = 400;
/** Ceilings are multiples of this, so that two changes of one file seldom both change the table. */
const grain = 20;
const table = "tests/tidy/lengths.json";
const measured = /\.(?:[cm]?[jt]s|css|sql|sh)$/;

/** @param listed path → most lines that the file may have, for those over 200 */
export function fileLengths(repository: Repository, listed: Readonly<Record<string, number>>): Offence[] {
  const files = [...repository.files].filter(([path]) => measured.test(path));
  const lengths = new Map(files.map(([path, text]) => [path, linesOf(text)]));
  const gone = Object.keys(listed).filter((path) => !lengths.has(path));
  return [
    ...[...lengths].flatMap(([path, lines]) => judge({ path, lines, allowed: listed[path] })),
    ...gone.map((path) => ({ file: table, line: 1, what: `${path} does not exist`, cure: "take its line out" })),
  ];
}

function judge({ path, lines, allowed }: { path: string; lines: number; allowed: number | undefined }): Offence[] {
  const offence = (what: string, cure: string): Offence[] => [{ file: path, line: lines, what, cure }];
  const split = "split it by job: one file, one exported idea";
  if (lines > most) return offence(`${lines} lines, the limit is ${most}`, split);
  if (lines <= usual) {
    return allowed === undefined ? [] : offence(`short now (${lines} lines)`, `take its line out of ${table}`);
  }
  const ceiling = Math.ceil(lines / grain) * grain;
  if (allowed === undefined) {
    return offence(`${lines} lines`, `${split}; if it must be so long, write "${path}": ${ceiling} into ${table}`);
  }
  if (lines > allowed) return offence(`${lines} lines, at most ${allowed}`, `${split}: lengths only shrink`);
  if (ceiling !== allowed) return offence(`${lines} lines`, `write ${ceiling} for it into ${table}, not ${allowed}`);
  return [];
}

function linesOf(text: string): number {
  return text.split("\n").length - (text.endsWith("\n") ? 1 : 0);
}
