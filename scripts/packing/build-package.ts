/** One package: compiled, with a package.json for those who install it, as a .tgz. */
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Manifest, type PackageSource, root } from "./published-packages.ts";

/** @param out where the built packages stand, each in a folder by its name. Gives the path of the .tgz. */
export function buildPackage(source: PackageSource, out: string): string {
  const { manifest } = source;
  const folder = join(out, folderName(manifest.name));
  mkdirSync(folder);
  compile(source, { folder, out });
  for (const path of globSync("src/**/*.py", { cwd: source.folder, exclude: ["**/fixtures/**"] }))
    cpSync(join(source.folder, path), join(folder, path.replace(/^src/, "dist")));
  writeFileSync(join(folder, "package.json"), `${JSON.stringify(publicManifest(manifest), null, 2)}\n`);
  cpSync(join(root, "LICENSE"), join(folder, "LICENSE"));
  const readme = [join(source.folder, "README.md"), join(root, "README.md")].find((path) => existsSync(path));
  if (readme !== undefined) cpSync(readme, join(folder, "README.md"));
  if (manifest.bin !== undefined) cpSync(join(source.folder, "bin"), join(folder, "bin"), { recursive: true });
  // npm says the name of the file on the last line; what it warns of is for the terminal.
  const said = execFileSync("npm", ["pack", "--pack-destination", out, "--silent"], { cwd: folder, encoding: "utf8" });
  return join(out, said.trim().split("\n").at(-1) ?? "");
}

function folderName(name: string): string {
  return name.replace("@", "").replace("/", "-");
}

function compile({ folder: from, manifest }: PackageSource, to: { folder: string; out: string }): void {
  const config = {
    extends: join(root, "tsconfig.json"),
    compilerOptions: {
      noEmit: false,
      declaration: true,
      rootDir: join(from, "src"),
      outDir: join(to.folder, "dist"),
      // What stands below is taken as those have it who install it, not from its sources.
      paths: builtTypes(manifest, to.out),
      typeRoots: [join(root, "node_modules/@types")],
    },
    include: [],
    exclude: [],
    files: [...Object.values(manifest.exports).map((path) => join(from, path)), ...startedByName(from)],
  };
  const path = join(to.folder, "tsconfig.build.json");
  writeFileSync(path, JSON.stringify(config));
  const compiler = join(root, "node_modules/typescript/bin/tsc");
  try {
    execFileSync(process.execPath, [compiler, "--pretty", "false", "-p", path], { encoding: "utf8" });
  } catch (error) {
    throw new Error(`${manifest.name} does not compile:\n${(error as { stdout: string }).stdout}`);
  } finally {
    rmSync(path);
  }
}

/** Files that nothing imports: threads and processes begin with them. */
function startedByName(folder: string): string[] {
  return globSync(["src/**/*-thread.ts", "src/**/*-process.ts"], { cwd: folder })
    .filter((path) => !/test|fixture/.test(path))
    .map((path) => join(folder, path));
}

function builtTypes(manifest: Manifest, out: string): Record<string, string[]> {
  const own = Object.keys(manifest.dependencies ?? {}).filter((name) => existsSync(join(out, folderName(name))));
  return Object.fromEntries(
    own.flatMap((name) => {
      const built = JSON.parse(readFileSync(join(out, folderName(name), "package.json"), "utf8")) as PublicManifest;
      return Object.entries(built.exports).map(([subpath, { types }]) => [
        subpath.replace(".", name),
        [join(out, folderName(name), types)],
      ]);
    }),
  );
}

interface PublicManifest {
  readonly exports: Readonly<Record<string, { readonly types: string; readonly default: string }>>;
}

function publicManifest(manifest: Manifest): Manifest & PublicManifest {
  const exports = Object.fromEntries(
    Object.entries(manifest.exports).map(([subpath, source]) => {
      const built = source.replace("./src/", "./dist/").replace(/\.ts$/, "");
      return [subpath, { types: `${built}.d.ts`, default: `${built}.js` }];
    }),
  );
  const files = ["dist", ...(manifest.bin === undefined ? [] : ["bin"])];
  return { ...manifest, exports, files } as Manifest & PublicManifest;
}
