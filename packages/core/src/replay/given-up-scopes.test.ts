import { expect, test } from "vitest";
import { GivenUpScopes, isBelow } from "./given-up-scopes.ts";

test("an operation is below its scope and those around it, whatever its kind", () => {
  for (const id of ["leg/pay", "sleep~leg/nap", "leg/inner/pay", "set~leg/inner/x"])
    expect(isBelow(id, "leg")).toBe(true);
  expect(isBelow("sleep~leg/inner/nap", "leg/inner")).toBe(true);
});

test("it is not below a scope of a longer or a shorter name, nor below one that its own name looks like", () => {
  for (const id of ["leg", "leg2/pay", "leg#2/pay", "eg/pay", "other/leg/pay", "step~other/leg/pay"])
    expect(isBelow(id, "leg")).toBe(false);
  expect(isBelow("leg/pay", "leg/inner")).toBe(false);
});

test("what is asked for in a scope that was given up, or below it, is covered; all else is not", () => {
  const scopes = new GivenUpScopes();
  expect(scopes.covers("leg/pay")).toBe(false);
  scopes.add("leg");
  scopes.add("race/1");
  const covered = ["leg/pay", "sleep~race/1/nap", "race/0/pay", "pay"].map((id) => scopes.covers(id));
  expect(covered).toEqual([true, true, false, false]);
});
