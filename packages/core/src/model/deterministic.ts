/**
 * The random values of a run: a hash keyed with the run's seed, so that replay and every attempt see the
 * same ones, and no two runs do. Counters are the caller's; random and uuid never share a value.
 */
import { hash } from "node:crypto";
import { assert } from "./assert.ts";

/**
 * @param seed the run's 128 random bits, 32 lower-case hex characters
 * @param scope the scope path that asks, well-formed Unicode
 * @param n which value of this scope, from 0
 * @returns a number in [0, 1) with 53 random bits, as Math.random() gives
 */
export function randomAt(seed: string, scope: string, n: number): number {
  const hex = digest("random", seed, scope, n);
  // 27 and 26 bits: together the 53 that a number holds exactly.
  const high = Number.parseInt(hex.slice(0, 8), 16) >>> 5;
  const low = Number.parseInt(hex.slice(8, 16), 16) >>> 6;
  return (high * 2 ** 26 + low) / 2 ** 53;
}

/** The same for an id: 122 random bits in the form of a version 4 UUID. Parameters as for randomAt. */
export function uuidAt(seed: string, scope: string, n: number): string {
  const hex = digest("uuid", seed, scope, n);
  const variant = "89ab".charAt(Number.parseInt(hex.charAt(16), 16) & 3);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    variant + hex.slice(17, 20),
    hex.slice(20, 32),
  ].join("-");
}

/** The seed of the generation that follows: as hard to guess, and the same each time that it is asked for. */
export function seedAfter(seed: string): string {
  return digest("continue", seed, "", 0).slice(0, 32);
}

/** The scope comes last: whatever it holds, no two different requests hash the same text. */
function digest(domain: "random" | "uuid" | "continue", seed: string, scope: string, n: number): string {
  assert(/^[0-9a-f]{32}$/.test(seed), "the seed of a run has 32 hex characters");
  assert(Number.isSafeInteger(n) && n >= 0, "random values are counted from 0");
  return hash("sha256", `stepwell/${domain}/${seed}/${n}/${scope}`, "hex");
}
