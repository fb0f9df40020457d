/** @stepwell/core/testing: what users' tests import. Every public name stands here; a test holds the list. */
import "../../host/needed-node.ts";

export type { CrashDifference } from "./compare-histories.ts";
export type { CrashOutcome } from "./crash-history.ts";
export { type CrashReport, type CrashTestOptions, crashTest } from "./crash-test.ts";
export type { TestKitOptions } from "./kit-options.ts";
export type { Mock, MockCall, MockPair } from "./mocks.ts";
export type { HistorySource } from "./read-histories.ts";
export { type ReplayedHistory, type ReplayTestOptions, replayTest } from "./replay-test.ts";
export { type ScriptedSignalOptions, TestKit, testKit } from "./test-kit.ts";
