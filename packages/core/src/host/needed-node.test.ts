import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { checkNode } from "./needed-node.ts";

it.each(["24.16.0", "24.99.1", "26.1.0", "26.2.3", "27.0.0"])("Node %s will do", (version) => {
  expect(() => checkNode(version)).not.toThrow();
});

it.each(["20.20.2", "22.0.0", "24.15.9", "25.9.0", "26.0.0"])("Node %s is refused", (version) => {
  expect(() => checkNode(version)).toThrow(expect.objectContaining({ code: "old-node" }));
});

it("what is said is what package.json says", () => {
  const { engines } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
  expect(() => checkNode("20.0.0")).toThrow(`needs Node ${engines.node}; this is 20.0.0`);
});
