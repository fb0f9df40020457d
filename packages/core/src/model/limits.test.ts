import { expect, test } from "vitest";
import { limits } from "./limits.ts";

test("every limit says its unit or counts something, and is a positive number", () => {
  const units = /(Ms|Bytes|CodePoints)$/;
  const counted = [
    "eventsBeforeEnd",
    "batchEntries",
    "depthMax",
    "activeRuns",
    "hotRuns",
    "claimBatch",
    "poisonDeaths",
    "suspectAlone",
    "listPageMax",
    "listPageDefault",
    "countCap",
    "idsLike",
    "eventsBeforeEnd",
    "logLinesPerStep",
    "retryMaxAttempts",
    "retryFactor",
    "retryJitter",
  ];
  for (const [name, value] of Object.entries(limits)) {
    expect(units.test(name) || counted.includes(name), name).toBe(true);
    expect(value, name).toBeGreaterThan(0);
  }
});
