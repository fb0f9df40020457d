/** @stepwell/core/testing: what users' tests import. Every public name stands here; a test holds the list. */
export type { TestKitOptions } from "./kit-options.ts";
export type { Mock, MockCall } from "./mocks.ts";
export { type ScriptedSignalOptions, TestKit, testKit } from "./test-kit.ts";
