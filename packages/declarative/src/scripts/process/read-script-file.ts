/**
 * A file that a script could write to, read when the script has ended.
 *
 * 1. The script may be in a container, which sees less than this process: no link is followed out of its folder.
 * 2. Whatever it has made of the file, reading it neither waits nor takes more than is allowed.
 */
import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { declarativeFailure } from "../../errors.ts";

/** Undefined: the script has removed it. @throws outputs-invalid */
export function readScriptFile(file: string, mostBytes: number): string | undefined {
  const descriptor = opened(file);
  if (descriptor === undefined) return undefined;
  try {
    const stat = fstatSync(descriptor);
    if (!stat.isFile()) throw invalid("what they are to be written to is no file any more");
    if (stat.size > mostBytes) throw invalid(`they take ${stat.size} bytes, and ${mostBytes} are allowed`);
    return readUpTo(descriptor, stat.size);
  } finally {
    closeSync(descriptor);
  }
}

/** Something may write to it still: no more than it held. */
function readUpTo(descriptor: number, size: number): string {
  const bytes = Buffer.alloc(size);
  let filled = 0;
  for (let read = -1; filled < size && read !== 0; filled += read)
    read = readSync(descriptor, bytes, filled, size - filled, filled);
  return bytes.toString("utf8", 0, filled);
}

function opened(file: string): number | undefined {
  try {
    // A pipe that nobody writes to would be waited for.
    return openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return undefined;
    if (code === "ELOOP") throw invalid("the file that they are to be written to is a link now");
    throw invalid(`the file that they are to be written to cannot be opened (${code})`);
  }
}

function invalid(problem: string): Error {
  return declarativeFailure("outputs-invalid", { problem });
}
