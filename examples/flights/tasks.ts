/** The two tasks of the pipeline. In a module of their own: threads import it to find `countPart`. */
import { appendFileSync } from "node:fs";
import { RetryAfter, task } from "stepwell";
import { type Aggregates, aggregatePart } from "./aggregate.ts";
import type { Airport } from "./airports.ts";
import type { Region } from "./census-regions.ts";
import { HttpError } from "./http-error.ts";
import { localRegionService } from "./local-region-service.ts";
import { lookupRegion } from "./lookup-region.ts";
import type { Part } from "./source.ts";

/** Where bodies note that they execute; for the crash demonstration. */
type Traced = { trace?: string | undefined };

/** Reads one stretch of rows, sets aside what cannot be, and counts the rest. A quarter of a second of one CPU. */
export const countPart = task(
  "count",
  { isolation: "thread", timeout: "60 s" },
  async ({ part, trace }: { part: Part } & Traced, t): Promise<Aggregates> => {
    note(trace, t.key);
    return await aggregatePart(part);
  },
);

/** Asks the flaky service for the region of an airport. */
export const findRegion = task(
  "region",
  { timeout: "5 s", retry: { maxAttempts: 8, initial: "100 ms", retryIf: isTemporary } },
  async ({ airport, trace }: { airport: Airport } & Traced, t): Promise<Region> => {
    note(trace, t.key);
    const { url } = await localRegionService();
    try {
      return await lookupRegion({ serviceUrl: url, ...airport }, t.abortSignal);
    } catch (error) {
      // The service says when to come back: that counts more than our own idea.
      if (error instanceof HttpError && error.retryAfterMs !== undefined)
        throw new RetryAfter(error.retryAfterMs, { message: error.message, cause: error });
      throw error;
    }
  },
);

/** A question that the service refuses once (400) it refuses always. */
function isTemporary(error: unknown): boolean {
  return !(error instanceof HttpError) || error.status === 429 || error.status >= 500;
}

function note(trace: string | undefined, key: string): void {
  if (trace !== undefined) appendFileSync(trace, `${Date.now()} ${key}\n`);
}
