/** Cursors of lists in the order of one growing position. */
import { failure } from "../../model/errors.ts";

export function writePosition(position: number): string {
  return Buffer.from(String(position)).toString("base64url");
}

/** 0 at the beginning. @param where names the list in errors @throws invalid-option */
export function readPosition(cursor: string | undefined, where: string): number {
  if (cursor === undefined) return 0;
  const text = Buffer.from(cursor, "base64url").toString();
  if (!/^\d{1,15}$/.test(text))
    throw failure("invalid-option", { where, option: "cursor", problem: "is not one that this list gave" });
  return Number(text);
}
