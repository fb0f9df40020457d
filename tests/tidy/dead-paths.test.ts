import { expect, test } from "vitest";
import { deadPaths } from "./dead-paths.ts";
import { report } from "./offence.ts";
import { repositoryOf } from "./repository.ts";

const tree = { ".gitignore": "dist/\nexamples/flights/out/\n", "packages/core/src/index.ts": "", "docs/guide.md": "" };
const judge = (document: string, text: string): string =>
  report(deadPaths(repositoryOf({ ...tree, [document]: text }))).replaceAll(/;.*/g, "");

test.each([
  "`packages/core/src/index.ts`, `packages/core/src/`, `packages/core`, `packages/core/src/index.ts:12`",
  "`packages/*/src/index.ts`",
  "`examples/flights/out/map.svg` and `packages/core/dist/` are made, not kept",
  "`docs/decisions/<number>.md`, `./packages/core`, `other/place.ts`, `node_modules/bench/x`",
  "[the guide](docs/guide.md#start), [elsewhere](https://example.com/docs/none), [here](#top)",
  "```sh\nnode examples/none/start.ts\n```",
])("%s is fine", (text) => {
  expect(judge("README.md", text)).toBe("");
});

test.each([
  ["`packages/core/src/gone.ts`", "packages/core/src/gone.ts"],
  ["`node examples/gone/start.ts --fast`", "examples/gone/start.ts"],
  ["`packages/*/src/gone.ts`", "packages/*/src/gone.ts"],
  ["[gone](docs/gone.md)", "docs/gone.md"],
])("%s is dead", (text, path) => {
  expect(judge("README.md", `one\n${text}`)).toBe(`README.md:2 ${path} does not exist`);
});

test("links are followed from the document's own folder", () => {
  expect(judge("docs/more.md", "[a](guide.md) [b](../packages/core/src/index.ts)")).toBe("");
  expect(judge("docs/more.md", "[a](docs/guide.md)")).toBe("docs/more.md:1 docs/docs/guide.md does not exist");
});

test("the architecture's picture is checked too", () => {
  expect(judge("ARCHITECTURE.md", "```\n| packages/core/gone |\n```")).toBe(
    "ARCHITECTURE.md:2 packages/core/gone does not exist",
  );
});
