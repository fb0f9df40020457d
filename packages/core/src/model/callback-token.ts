/**
 * Tokens of callbacks: who may complete which callback. base64url of an HMAC-SHA256 under the run's own seed, followed by
 * what it is for (namespace, run, operation) as JSON. The seed stays when a run is retried, and so do its tokens.
 */
import { createHmac, timingSafeEqual } from "node:crypto";
import { ownSeed } from "./seed.ts";

/** What a token is for. */
export interface CallbackPlace {
  readonly namespace: string;
  readonly run: string;
  /** Operation key: `callback~paid`. */
  readonly op: string;
}

const signatureBytes = 32;

/** @param seeds as the run's row keeps them */
export function callbackToken({ namespace, run, op }: CallbackPlace, seeds: string): string {
  const place = Buffer.from(JSON.stringify([namespace, run, op]));
  return Buffer.concat([sign(place, seeds), place]).toString("base64url");
}

/** What a token says that it is for, nothing of which is proven; undefined when it is none. */
export function placeOfToken(token: string): CallbackPlace | undefined {
  const bytes = bytesOf(token);
  try {
    const [namespace, run, op, ...rest] = JSON.parse(bytes.subarray(signatureBytes).toString()) as unknown[];
    if (typeof namespace !== "string" || typeof run !== "string" || typeof op !== "string" || rest.length > 0)
      return undefined;
    return { namespace, run, op };
  } catch {
    return undefined;
  }
}

/** Whether the run of these seeds has given the token out. In constant time. */
export function isTokenOf(token: string, seeds: string): boolean {
  const bytes = bytesOf(token);
  if (bytes.length <= signatureBytes) return false;
  return timingSafeEqual(bytes.subarray(0, signatureBytes), sign(bytes.subarray(signatureBytes), seeds));
}

/** Of several texts that mean the same bytes only one is a token. */
function bytesOf(token: string): Buffer {
  const bytes = Buffer.from(token, "base64url");
  return bytes.toString("base64url") === token ? bytes : Buffer.alloc(0);
}

function sign(place: Buffer, seeds: string): Buffer {
  return createHmac("sha256", Buffer.from(ownSeed(seeds), "hex"))
    .update("stepwell/callback/")
    .update(place)
    .digest();
}
