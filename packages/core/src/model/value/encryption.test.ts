import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { isFailure } from "../errors.ts";
import { type EncryptionOptions, encryption } from "./encryption.ts";

const key = new Uint8Array(32).fill(7);
const other = new Uint8Array(32).fill(8);
const nonce = new Uint8Array(12).fill(1);
const one = encryption({ keys: { "2026-11": key }, current: "2026-11" });

function problemOf(action: () => unknown): unknown {
  try {
    return action();
  } catch (error) {
    return error;
  }
}

describe("encryption", () => {
  it("gives back what was sealed, whatever it is", () => {
    for (const text of ["", "1", '{"a":"ä 🙂"}', "$1:x:y", "x".repeat(3_000_000)])
      expect(one.open(one.seal(text, nonce))).toBe(text);
  });

  it("shows the key's id and nothing of the text, and never the same twice", () => {
    const sealed = one.seal('"secret"', nonce);
    expect(sealed).toMatch(/^\$1:2026-11:[A-Za-z0-9+/]+=*$/);
    expect(Buffer.from(sealed.slice("$1:2026-11:".length), "base64").includes("secret")).toBe(false);
    expect(one.seal('"secret"', new Uint8Array(12).fill(2))).not.toBe(sealed);
  });

  it("takes keys as bytes and in either base64", () => {
    const bytes = Buffer.from(new Uint8Array(32).map((_, n) => 250 - n * 3));
    for (const given of [
      bytes,
      bytes.toString("base64"),
      bytes.toString("base64url"),
      ` ${bytes.toString("base64")}\n`,
    ]) {
      const codec = encryption({ keys: { k: given }, current: "k" });
      expect(codec.open(encryption({ keys: { k: bytes }, current: "k" }).seal("1", nonce))).toBe("1");
    }
  });

  it("encrypts with the current key and reads what any of them encrypted", () => {
    const rotated = encryption({ keys: { "2026-11": key, "2027-01": other }, current: "2027-01" });
    expect(rotated.seal("1", nonce)).toMatch(/^\$1:2027-01:/);
    expect(rotated.open(one.seal("1", nonce))).toBe("1");
  });

  it("names the key that is missing", () => {
    const later = encryption({ keys: { "2027-01": other }, current: "2027-01" });
    const error = problemOf(() => later.open(one.seal("1", nonce)));
    expect(error).toMatchObject({
      code: "key-missing",
      message: 'a value is encrypted with key "2026-11", which is not here',
    });
    expect(error).toMatchObject({ hint: expect.stringContaining("STEPWELL_KEYS") });
  });

  it("tells a wrong key, and any change, from what it has sealed", () => {
    const sealed = one.seal('{"a":1}', nonce);
    const wrong = encryption({ keys: { "2026-11": other }, current: "2026-11" });
    expect(problemOf(() => wrong.open(sealed))).toMatchObject({ code: "decryption-failed", facts: { key: "2026-11" } });
    const header = "$1:2026-11:".length;
    const bytes = Buffer.from(sealed.slice(header), "base64");
    for (let at = 0; at < bytes.length; at++) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      const error = problemOf(() => one.open(sealed.slice(0, header) + changed.toString("base64")));
      expect(isFailure(error, "decryption-failed"), `byte ${at}`).toBe(true);
      expect((error as Error).cause).toBeUndefined();
    }
  });

  it("does not take what one key has sealed for another's, even if they are the same", () => {
    const both = encryption({ keys: { a: key, b: key }, current: "a" });
    const relabelled = both.seal("1", nonce).replace("$1:a:", "$1:b:");
    expect(problemOf(() => both.open(relabelled))).toMatchObject({ code: "decryption-failed" });
  });

  it.each(["$1:", "$1:2026-11", "$1::AAAA", "$1:a b:AAAA", "$1:2026-11:", "$1:2026-11:AAAA"])(
    "refuses %s as damaged",
    (text) => {
      expect(problemOf(() => one.open(text))).toMatchObject({ code: "damaged-value" });
    },
  );

  it.each([
    ["keys", undefined],
    ["keys", { keys: { k: new Uint8Array(16) }, current: "k" }],
    ["keys", { keys: { k: "c2hvcnQ=" }, current: "k" }],
    ["keys", { keys: { k: `${"A".repeat(42)}?` }, current: "k" }],
    ["keys", { keys: { k: 5 }, current: "k" }],
    ["keys", { keys: { "a:b": key }, current: "a:b" }],
    ["keys", { keys: { "": key }, current: "" }],
    ["current", { keys: { k: key }, current: "j" }],
    ["current", { keys: {}, current: "k" }],
    ["current", { keys: { k: key }, current: "toString" }],
  ])("refuses wrong options, naming %s", (option, options) => {
    const error = problemOf(() => encryption(options as unknown as EncryptionOptions));
    expect(error).toMatchObject({ code: "invalid-option", facts: { option } });
  });

  it("shows no key in what it makes, nor in what it refuses", () => {
    const secret = "kQ3v9sJx2mB7cT5yWn8RzLf4pD6hG1aE".slice(0, 31);
    const shown = [
      inspect(encryption({ keys: { k: `${Buffer.from(`${secret}x`).toString("base64")}` }, current: "k" }), {
        depth: 9,
        showHidden: true,
      }),
      inspect(
        problemOf(() => encryption({ keys: { k: Buffer.from(secret).toString("base64") }, current: "k" })),
        { depth: 9 },
      ),
      inspect(
        problemOf(() => encryption({ keys: { k: Buffer.from(secret) }, current: "k" })),
        { depth: 9 },
      ),
    ];
    for (const text of shown) {
      expect(text).not.toContain(secret.slice(0, 8));
      expect(text).not.toContain(Buffer.from(secret).toString("base64").slice(0, 8));
      expect(text).not.toContain(Buffer.from(secret).toString("hex").slice(0, 8));
      expect(text).not.toContain("6b 51 33 76");
    }
  });
});
