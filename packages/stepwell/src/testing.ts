/** stepwell/testing: for tests of your workflows. The names of @stepwell/core/testing; a test holds the list. */
export {
  type CrashDifference,
  type CrashOutcome,
  type CrashReport,
  type CrashTestOptions,
  crashTest,
  type HistorySource,
  type Mock,
  type MockCall,
  type MockPair,
  type ReplayedHistory,
  type ReplayTestOptions,
  replayTest,
  type ScriptedSignalOptions,
  TestKit,
  type TestKitOptions,
  testKit,
} from "@stepwell/core/testing";
