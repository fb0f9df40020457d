/** The packages of the repository that are published, each after those that it needs. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly private?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly bin?: Readonly<Record<string, string>>;
  /** Subpath → source, "./src/index.ts". */
  readonly exports: Readonly<Record<string, string>>;
  readonly [key: string]: unknown;
}

export interface PackageSource {
  readonly folder: string;
  readonly manifest: Manifest;
}

export const root = join(import.meta.dirname, "../..");

export function publishedPackages(): PackageSource[] {
  const parent = join(root, "packages");
  const all = readdirSync(parent)
    .map((name) => join(parent, name))
    .filter((folder) => existsSync(join(folder, "package.json")))
    .map((folder): PackageSource => {
      const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest;
      return { folder, manifest };
    })
    .filter(({ manifest }) => manifest.private !== true);
  const sorted: PackageSource[] = [];
  const visit = (source: PackageSource): void => {
    if (sorted.includes(source)) return;
    for (const other of all) if (other.manifest.name in (source.manifest.dependencies ?? {})) visit(other);
    sorted.push(source);
  };
  for (const source of all) visit(source);
  return sorted;
}
