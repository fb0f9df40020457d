import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { testFolder } from "../scripts/process/test-run.ts";
import type { AuditRecord } from "./audit-record.ts";
import { writeAuditFile } from "./write-audit-file.ts";

const record = (size: number) =>
  ({ id: "r.1", name: "nightly", params: { text: "x".repeat(size) } }) as unknown as AuditRecord;

test("a record that is written by several at once is whole, and nothing else is left", async () => {
  const folder = testFolder();
  const sizes = Array.from({ length: 12 }, (_, n) => 1 + n * 50_000);
  const paths = await Promise.all(sizes.map((size) => writeAuditFile(folder, record(size))));
  expect(new Set(paths)).toEqual(new Set([join(folder, "nightly/r.1.json")]));
  expect(readdirSync(join(folder, "nightly"))).toEqual(["r.1.json"]);
  const { params } = JSON.parse(readFileSync(paths[0] ?? "", "utf8")) as { params: { text: string } };
  expect(sizes).toContain(params.text.length);
});

test("what cannot be written leaves nothing half done", async () => {
  const folder = testFolder();
  const file = await writeAuditFile(folder, record(1));
  const circle: Record<string, unknown> = {};
  circle.self = circle;
  await expect(writeAuditFile(folder, { ...record(1), params: circle })).rejects.toThrow("circular");
  expect(readdirSync(join(folder, "nightly"))).toEqual(["r.1.json"]);
  writeFileSync(file, "");
  await writeAuditFile(folder, record(2));
  expect(readFileSync(file, "utf8")).toContain("xx");
});
