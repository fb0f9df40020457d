/** By which key a run of a flow shares. */
import { decode } from "../../model/value/codec.ts";
import type { Flow } from "./plan.ts";
import type { Input } from "./stage.ts";

/** @param input of the run, encoded */
export function keyOf({ keys = 1 }: Flow, input: string): number {
  return keys === 1 ? 0 : (decode(input) as Input).key % keys;
}
