/** Keys of stages that are whole numbers: what a template gives may be anything. */
import { formatNumber } from "@stepwell/core";
import { declarativeFailure } from "../errors.ts";
import { opened } from "../expressions/secret.ts";
import { textOf } from "../expressions/text.ts";
import { numberOf } from "../expressions/value.ts";
import type { ReadyStage } from "./stage-type.ts";

/** What stands under a key; `otherwise` where there is nothing. @throws stage-value when that is no whole number from 1 */
export function wholeNumber(
  { id, keys }: Pick<ReadyStage, "id" | "keys">,
  { key, most, otherwise }: { readonly key: string; readonly most: number; readonly otherwise: number },
): number {
  if (keys[key] === undefined) return otherwise;
  const { value, secret } = opened(keys[key]);
  const number = typeof value === "string" && value.trim() === "" ? Number.NaN : numberOf(value);
  if (Number.isInteger(number) && number >= 1 && number <= most) return number;
  // What is cut is no text any more by which a secret is known.
  const given = secret ? "***" : shown(value);
  const problem = `must be a whole number from 1 to ${formatNumber(most)}, not ${given}`;
  throw declarativeFailure("stage-value", { stage: `${key} of stage "${id}"`, problem });
}

function shown(value: unknown): string {
  return typeof value === "string" ? JSON.stringify(value.slice(0, 60)) : textOf(value).slice(0, 60) || "nothing";
}
