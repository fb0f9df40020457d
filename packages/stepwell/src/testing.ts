/** stepwell/testing: for tests of your workflows. The names of @stepwell/core/testing; a test holds the list. */
export {
  type Mock,
  type MockCall,
  type ScriptedSignalOptions,
  TestKit,
  type TestKitOptions,
  testKit,
} from "@stepwell/core/testing";
