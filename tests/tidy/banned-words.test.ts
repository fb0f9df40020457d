import { expect, test } from "vitest";
import { bannedWords } from "./banned-words.ts";
import { repositoryOf } from "./repository.ts";

const inWorker = "packages/core/src/worker/a.ts";
const words = (path: string, text: string): string[] =>
  bannedWords(repositoryOf({ [path]: text }), []).map(({ what, line }) => `${what}:${line}`);

test.each([
  ["const a =\n  Date.now();", "Date.now:2"],
  ["const a = new Date();", "new Date():1"],
  ["const a = new Date( );", "new Date():1"],
  ["const a = Date();", "new Date():1"],
  ["performance.now()", "performance.now:1"],
  ["process.hrtime.bigint()", "process.hrtime:1"],
  ["Temporal.Now.instant()", "Temporal.Now:1"],
  ["setTimeout(f, 1)", "setTimeout:1"],
  ["globalThis.setTimeout(f, 1)", "setTimeout:1"],
  [`import { setInterval } from "node:timers/promises";`, "setInterval:1"],
  ["await new Promise(setImmediate)", "setImmediate:1"],
  ["Math.random()", "Math.random:1"],
  ["crypto.randomUUID()", "randomUUID:1"],
  [`import { randomBytes } from "node:crypto";`, "randomBytes:1"],
  ["crypto.getRandomValues(bytes)", "getRandomValues:1"],
  ["process.env.HOME", "process.env:1"],
  ["throw new Error(text)", "new Error:1"],
  ["throw Error(text)", "new Error:1"],
  ["console.log(1)", "console:1"],
  ["export enum State {}", "enum:1"],
  ["export default 1;", "export default:1"],
  ["export { a as default };", "export default:1"],
  ["// TODO later", "unnumbered task mark:1"],
  ["/* FIXME: soon */", "unnumbered task mark:1"],
])("%s is banned", (text, found) => {
  expect(words(inWorker, text)).toEqual([found]);
});

test.each([
  "const a = new Date(ms); let b: Date; type C = Date[];",
  "host.randomBytes(16); this.setTimeout(1); const setTimeouts = 1;",
  `const hint = "use Date.now"; // Math.random is banned`,
  "class A extends Error {} new StepwellError(parts);",
  "// TODO(#12) and FIXME #7 have numbers",
  "const schema = { enum: [1], default: 2 };",
])("%s is allowed", (text) => {
  expect(words(inWorker, text)).toEqual([]);
});

test.each([
  "packages/core/src/host/node.ts",
  "packages/core/src/worker/process-hooks/guard.ts",
  "packages/stepwell/bin/stepwell.js",
  "packages/stepwell/src/main.ts",
  "packages/stepwell/src/cli/main.ts",
  "examples/flights/start.ts",
  "packages/core/src/worker/a.test.ts",
  "packages/core/src/worker/a.fixture.ts",
])("%s may touch the machine", (path) => {
  expect(words(path, "Date.now(); setTimeout(f, 1); process.env.A;")).toEqual([]);
});

test("some words are banned at the edge too", () => {
  expect(words("packages/core/src/host/node.ts", "throw new Error(text);")).toEqual(["new Error:1"]);
  expect(words("examples/flights/start.ts", "export default 1;")).toEqual(["export default:1"]);
  expect(words("vitest.config.ts", "export default 1;")).toEqual([]);
  expect(words("packages/stepwell/src/commands/list.ts", "console.log(1);")).toEqual([]);
});

test("an exception holds for one word in one file, and only while it is needed", () => {
  const exception = { file: inWorker, word: "Date.now", reason: "" };
  const judge = (text: string): string[] =>
    bannedWords(repositoryOf({ [inWorker]: text }), [exception]).map(({ what }) => what);
  expect(judge("Date.now(); Math.random();")).toEqual(["Math.random"]);
  expect(judge("")).toEqual([`${inWorker} has no "Date.now" any more`]);
});
