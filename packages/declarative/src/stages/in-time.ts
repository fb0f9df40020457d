/** A wait of a stage that keeps its timeout itself. */
import { formatMs, isFailure } from "@stepwell/core";
import { declarativeFailure } from "../errors.ts";
import type { StageRun } from "./stage-type.ts";

/** @param answer rejects with `time-limit-reached` when the time is over @throws part-timed-out */
export async function inTime<T>(
  answer: Promise<T | undefined>,
  id: string,
  s: Pick<StageRun, "timeoutMs">,
): Promise<T> {
  try {
    return (await answer) as T;
  } catch (error) {
    if (!isFailure(error, "time-limit-reached")) throw error;
    const limit = formatMs(s.timeoutMs ?? 0);
    throw declarativeFailure("part-timed-out", { what: `stage "${id}"`, limit }, error);
  }
}
