import { encryption, memory, Stepwell } from "@stepwell/core";
import { expect, test } from "vitest";
import { namedDocument } from "./given.ts";
import { SettingsLoader } from "./loader.ts";
import { namedValue } from "./named-value.ts";

test("the store lies below the environment, and has what nobody else has", async () => {
  const codec = encryption({ keys: { a: new Uint8Array(32) }, current: "a" });
  await using engine = await Stepwell.open({ store: memory(), worker: false, codec });
  const { documents } = engine;
  await documents.put(namedDocument("secrets", "TOKEN"), "stored", { encrypted: true });
  await documents.put(namedDocument("secrets", "PIN"), "1234");
  await documents.put(namedDocument("vars", "PIN"), { any: ["value"] });
  const settings = await new SettingsLoader({ STEPWELL_SECRET_TOKEN: "set" }).load({ folder: import.meta.dirname });
  const all = { settings, documents };
  expect(await namedValue({ kind: "secrets", name: "TOKEN" }, all)).toEqual({
    value: "set",
    from: "STEPWELL_SECRET_TOKEN",
  });
  expect(await namedValue({ kind: "secrets", name: "PIN" }, all)).toEqual({ value: "1234", from: "store" });
  expect(await namedValue({ kind: "vars", name: "PIN" }, all)).toEqual({ value: { any: ["value"] }, from: "store" });
  expect(await namedValue({ kind: "vars", name: "TOKEN" }, all)).toBeUndefined();
});
