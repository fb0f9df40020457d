/**
 * Encryption at rest: AES-256-GCM with a random 96-bit nonce per text. Each text names its key, so keys can be changed
 * while old values stay readable. Why the place of a value is not authenticated: docs/decisions.
 */

import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject } from "node:crypto";
import { failure } from "../errors.ts";
import { readOptions } from "../read-options.ts";
import { isKeyId, keyOf, sealedHeader } from "./sealed-text.ts";

/** What `encryption(...)` makes, for `Stepwell.open({ codec })`. Works on encoded values; stores never see keys. */
export interface ValueCodec {
  /** The text, encrypted. @param nonce 12 random bytes, used once */
  seal(text: string, nonce: Uint8Array): string;
  /**
   * The text that was sealed.
   * @throws key-missing, decryption-failed, damaged-value
   */
  open(sealed: string): string;
}

/** Keys by id, and which of them encrypts. */
export interface EncryptionOptions {
  /**
   * 32 bytes each, as they are or in base64. Ids are stored with every value: 1 to 64 letters, digits, dots, dashes
   * and underscores. Keep a key for as long as runs that were written with it.
   */
  readonly keys: Readonly<Record<string, Uint8Array | string>>;
  /** The key that encrypts from now on; all of them decrypt. */
  readonly current: string;
}

const algorithm = "aes-256-gcm";
const keyBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;
const where = "encryption";

/**
 * Encrypts what users put into a store: inputs, outputs, errors, results, data, signals, logs. Ids, names, states,
 * tags, titles and attributes stay readable, because lists filter by them.
 * @example Stepwell.open({ store, workflows, codec: encryption({ keys: { "2026-11": key }, current: "2026-11" }) })
 * @throws invalid-option
 */
export function encryption(options: EncryptionOptions): ValueCodec {
  readOptions(options, ["keys", "current"], { where });
  if (typeof options?.keys !== "object" || options.keys === null) throw invalid("keys", "must be an object: id → key");
  const keys = new Map(Object.entries(options.keys).map(([id, key]) => [id, secretKey(id, key)]));
  const { current } = options;
  const key = keys.get(current);
  if (key === undefined) throw invalid("current", "must be the id of one of the keys");
  const header = sealedHeader(current);
  const boundHeader = Buffer.from(header);
  return {
    seal(text, nonce) {
      const cipher = createCipheriv(algorithm, key, nonce).setAAD(boundHeader);
      const sealed = Buffer.concat([nonce, cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
      return header + sealed.toString("base64");
    },
    open(sealed) {
      const id = keyOf(sealed);
      const found = keys.get(id);
      if (found === undefined) throw failure("key-missing", { key: id });
      return decipher(sealed, { id, key: found });
    },
  };
}

function decipher(sealed: string, { id, key }: { readonly id: string; readonly key: KeyObject }): string {
  const header = sealedHeader(id);
  const bytes = Buffer.from(sealed.slice(header.length), "base64");
  if (bytes.length < nonceBytes + tagBytes)
    throw failure("damaged-value", { where: "an encrypted value", problem: "a part of it is missing" });
  const end = bytes.length - tagBytes;
  const opening = createDecipheriv(algorithm, key, bytes.subarray(0, nonceBytes), { authTagLength: tagBytes })
    .setAAD(Buffer.from(header))
    .setAuthTag(bytes.subarray(end));
  const text = opening.update(bytes.subarray(nonceBytes, end));
  try {
    return Buffer.concat([text, opening.final()]).toString("utf8");
  } catch {
    // Node's own error says nothing more, and must not carry what was deciphered so far.
    throw failure("decryption-failed", { key: id });
  }
}

/** No message repeats a key, or a part of one. */
function secretKey(id: string, key: unknown): KeyObject {
  if (!isKeyId(id)) throw invalid("keys", "has an id that is not 1 to 64 letters, digits, dots, dashes or underscores");
  const bytes = typeof key === "string" ? fromBase64(key) : key instanceof Uint8Array ? key : undefined;
  if (bytes?.length !== keyBytes) throw invalid("keys", `: key "${id}" must be 32 bytes, or 32 bytes in base64`);
  return createSecretKey(bytes);
}

function fromBase64(text: string): Uint8Array | undefined {
  const trimmed = text.trim();
  return /^[A-Za-z0-9+/_-]+={0,2}$/.test(trimmed) ? Buffer.from(trimmed, "base64") : undefined;
}

function invalid(option: string, problem: string): Error {
  return failure("invalid-option", { where, option, problem });
}
