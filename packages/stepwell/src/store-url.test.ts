import { expect, test } from "vitest";
import { storeFromUrl } from "./store-url.ts";

test("what is known is opened", () => {
  expect(storeFromUrl("file:orders.db").label).toBe("file:orders.db");
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
