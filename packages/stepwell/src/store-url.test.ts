import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { storeFile, storeFromUrl } from "./store-url.ts";

test("file: with a path, or as a whole URL", () => {
  expect(storeFile("file:orders.db")).toBe("orders.db");
  expect(storeFile("file:/var/lib/orders.db")).toBe("/var/lib/orders.db");
  const path = join(import.meta.dirname, "a b.db");
  expect(storeFile(pathToFileURL(path).href)).toBe(path);
  expect(storeFromUrl("file:orders.db").label).toBe("file:orders.db");
});

test("memory:", () => {
  expect(storeFile("memory:")).toBeUndefined();
  expect(storeFromUrl("memory:").label).toBe("memory:");
});

test("what is not known is refused, with what is, and a cure that fits", () => {
  expect(() => storeFromUrl("postgres://x")).toThrow(
    expect.objectContaining({ code: "unknown-store", hint: "use one of these" }),
  );
  expect(() => storeFromUrl("orders.db")).toThrow(
    expect.objectContaining({ hint: "for a file, put file: before it: file:orders.db" }),
  );
  expect(() => storeFromUrl("file:")).toThrow("known are file:<path>, memory:");
});
