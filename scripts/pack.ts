/**
 * Builds the packages that people install, from the sources that the repository runs: `node scripts/pack.ts [--out DIR]`
 * compiles each to JavaScript with types, gives it a package.json that points there, and packs it. DIR (dist/packages
 * unless said otherwise) then holds one .tgz per package.
 */
import { mkdirSync, rmSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { buildPackage } from "./packing/build-package.ts";
import { publishedPackages } from "./packing/published-packages.ts";

const { values } = parseArgs({ options: { out: { type: "string", default: "dist/packages" } } });
const out = resolve(values.out);
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
for (const source of publishedPackages()) console.log(buildPackage(source, out));
