import { encryption, memory, Stepwell } from "@stepwell/core";
import { expect, test } from "vitest";
import { namedDocument } from "./given.ts";
import { SettingsLoader } from "./loader.ts";
import { namedValue, namedValues } from "./named-value.ts";

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

test("all of them are read, page by page, but what another layer wins over", async () => {
  const codec = encryption({ keys: { gone: new Uint8Array(32) }, current: "gone" });
  await using engine = await Stepwell.open({ store: memory(), worker: false, codec });
  const { documents } = engine;
  const names = Array.from({ length: 205 }, (_, n) => `N${n}`);
  for (const name of names) await documents.put(namedDocument("vars", name), name);
  const settings = await new SettingsLoader({ STEPWELL_VAR_N7: "seven", STEPWELL_VAR_OTHER: "x" }).load({
    folder: import.meta.dirname,
  });
  const unreadable = {
    ...documents,
    get: (document: { kind: string; name: string }) =>
      document.name === "N7" ? expect.unreachable() : documents.get(document),
  };
  const found = await namedValues("vars", { settings, documents: unreadable });
  expect([...found.keys()]).toEqual([...names, "OTHER"].sort());
  expect([found.get("N7"), found.get("N8")]).toEqual([
    { value: "seven", from: "STEPWELL_VAR_N7" },
    { value: "N8", from: "store" },
  ]);
  expect(await namedValues("secrets", { settings, documents })).toEqual(new Map());
});
