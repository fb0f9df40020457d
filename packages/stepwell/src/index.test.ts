import { readFileSync } from "node:fs";
import * as core from "@stepwell/core";
import * as cron from "@stepwell/cron";
import { expect, test } from "vitest";
import * as stepwell from "./index.ts";

/** Names in the export lists of a file, types too. */
function exported(url: URL): string[] {
  const text = readFileSync(url, "utf8");
  const lists = [...text.matchAll(/export\s+(?:type\s+)?\{([^}]*)\}/g)].map(([, list = ""]) => list);
  const names = lists.flatMap((list) => list.split(",")).map((name) => name.trim().replace(/^type /, ""));
  return names.filter((name) => name !== "").sort();
}

test("has every name of the packages below, types included, and stores by URL", () => {
  const ours = exported(new URL("./index.ts", import.meta.url));
  const theirs = ["@stepwell/core", "@stepwell/cron"].flatMap((name) => exported(new URL(import.meta.resolve(name))));
  expect(ours).toEqual([...theirs, "storeFromUrl"].sort());
});

test("they are the very same things", () => {
  expect(stepwell).toMatchObject({ ...core, ...cron });
});
