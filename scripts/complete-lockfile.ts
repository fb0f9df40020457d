/**
 * Adds to package-lock.json the optional platform packages that its packages name and npm left out because the
 * registry in use did not have them: without them `npm ci` refuses the lockfile elsewhere. Run after a change of
 * dependencies, then `npm install --package-lock-only`.
 */
import { readFileSync, writeFileSync } from "node:fs";

interface Locked {
  readonly optionalDependencies?: Record<string, string>;
}

const lock = JSON.parse(readFileSync("package-lock.json", "utf8")) as { packages: Record<string, Locked | object> };
let added = 0;
for (const [where, entry] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries((entry as Locked).optionalDependencies ?? {})) {
    const key = `node_modules/${name}`;
    if (key in lock.packages || `${where}/${key}` in lock.packages) continue;
    const found = /(android|darwin|linux|win32|freebsd|openharmony)-(.*)$/.exec(name);
    if (found === null) continue;
    const [cpu, abi = ""] = (found[2] ?? "").split("-");
    const libc = abi.startsWith("musl") ? { libc: ["musl"] } : abi.startsWith("gnu") ? { libc: ["glibc"] } : {};
    lock.packages[key] = { version, cpu: [cpu], ...libc, dev: true, license: "MIT", optional: true, os: [found[1]] };
    added++;
  }
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync("package-lock.json", `${JSON.stringify(lock, null, 2)}\n`);
console.log(`${added} platform packages added`);
