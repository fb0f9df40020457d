import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type CatalogueEntry, catalogue } from "@stepwell/core";
import { cronCatalogue } from "@stepwell/cron";
import { describe, expect, it } from "vitest";
import { declarativeCatalogue } from "../../packages/declarative/src/errors.ts";
import { commandCatalogue } from "../../packages/stepwell/src/errors.ts";
import { isSuite } from "../tidy/repository.ts";
import { messagePattern } from "./message-pattern.ts";
import { sections } from "./sections.ts";

// The page of error codes and the catalogues say the same, and no code is there in vain.

const root = join(import.meta.dirname, "../..");
const documented = sections(readFileSync(join(root, "docs/errors.md"), "utf8"));
const catalogues = [catalogue, cronCatalogue, declarativeCatalogue, commandCatalogue] as const;
const codes = catalogues.flatMap((one) => Object.entries(one as Record<string, CatalogueEntry>));

describe("docs/errors.md", () => {
  it("has a section for every code, and no other", () => {
    const headings = documented.map(({ heading }) => heading);
    expect(headings.sort()).toEqual(codes.map(([code]) => code).sort());
  });

  it.each(codes)("shows the message of %s, and says more than that", (code, entry) => {
    const text = documented.find(({ heading }) => heading === code)?.text ?? "";
    const [first, ...rest] = text.split("\n");
    expect(first).toBe(`\`${messagePattern(entry)}\``);
    expect(rest.join("").length).toBeGreaterThan(20);
  });
});

describe("the catalogues", () => {
  const sources = readdirSync(join(root, "packages"), { recursive: true, encoding: "utf8" })
    .filter(
      (path) => /^[^/]+\/src\/.*\.ts$/.test(path) && !path.includes("node_modules") && !isSuite(`packages/${path}`),
    )
    .map((path) => readFileSync(join(root, "packages", path), "utf8"))
    .join("\n");
  // `failure("code"`, what is found in definitions, and what makes errors with a class of their own.
  const raised = new Set(
    [...sources.matchAll(/\b(?:failure|[a-z]+Failure|problem|complaint|parts)\(\s*"([a-z-]+)"/g)].map(
      ([, code]) => code,
    ),
  );

  it("hold no code twice", () => {
    const names = codes.map(([code]) => code);
    expect(names.filter((code, at) => names.indexOf(code) !== at)).toEqual([]);
  });

  it("hold no code that nothing raises", () => {
    expect(codes.map(([code]) => code).filter((code) => !raised.has(code))).toEqual([]);
  });
});
