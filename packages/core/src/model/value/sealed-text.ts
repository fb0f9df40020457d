/**
 * How an encrypted text looks: `$1:KEY:BASE64`. No encoded value begins with a dollar sign (codec.ts), so what was
 * written before encryption was switched on is told apart by its first character.
 */
import { failure } from "../errors.ts";

const mark = "$1:";
const keyIdPattern = /^[A-Za-z0-9._-]{1,64}$/;

export function isKeyId(id: string): boolean {
  return keyIdPattern.test(id);
}

export function isSealed(text: string): boolean {
  return text.startsWith(mark);
}

/** What stands before the sealed bytes; it is authenticated with them. */
export function sealedHeader(key: string): string {
  return `${mark}${key}:`;
}

/** The id of the key that a sealed text needs. @throws damaged-value */
export function keyOf(sealed: string): string {
  const end = sealed.indexOf(":", mark.length);
  const key = sealed.slice(mark.length, end);
  if (end < 0 || !isKeyId(key))
    throw failure("damaged-value", { where: "an encrypted value", problem: "it names no key" });
  return key;
}
