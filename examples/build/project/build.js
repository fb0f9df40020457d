// Copies the sources to dist, with the version at their head.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";

const { version } = JSON.parse(readFileSync("package.json", "utf8"));
mkdirSync("dist", { recursive: true });
writeFileSync("dist/due-dates.js", `// due-dates ${version}\n${readFileSync("src/due-dates.js", "utf8")}`);
