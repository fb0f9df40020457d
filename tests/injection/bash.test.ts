import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { nodeHost } from "@stepwell/core";
import { type BoundScript, bind, runScript, type Shell } from "@stepwell/declarative";
import { afterAll, expect, test } from "vitest";
import { BashScripts } from "./bash-scripts.ts";
import { hostileValue } from "./hostile.ts";
import { Random, seeds } from "./random.ts";

const folder = mkdtempSync(join(tmpdir(), "stepwell-injection-"));
const trace = join(folder, "trace");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** Runs it with its values as variables that nothing below it sees. */
function run(
  bound: BoundScript,
  values: Readonly<Record<string, string>>,
): { stdout: string; stderr: string; executed: boolean } {
  const assigned = bound.names.map(({ name, expression }) => `${name}=${quoted(values[expression] ?? "")}\n`);
  const script = `${assigned.join("")}${bound.text}\n`;
  const { stdout, stderr } = spawnSync("bash", ["--noprofile", "--norc", "-o", "pipefail", "-c", script], {
    cwd: folder,
    encoding: "utf8",
    env: { PATH: process.env.PATH ?? "", SECRET: "do-not-show", LC_ALL: "C.UTF-8" },
    stdio: ["ignore", "pipe", "pipe"],
    timeout: 20_000,
  });
  const executed = existsSync(trace);
  rmSync(trace, { force: true });
  return { stdout, stderr, executed };
}

function scriptOf(seed: number) {
  const random = new Random(seed);
  const scripts = new BashScripts(random, () => hostileValue(random, trace));
  return { random, ...scripts.script(), values: scripts.values };
}

test("generated scripts of nested places print what they were given, and execute nothing", () => {
  for (const seed of seeds(150)) {
    const { text, prints, values } = scriptOf(seed);
    const bound = bind(text, "bash");
    expect(bound.problems, `seed ${seed}\n${text}`).toEqual([]);
    const { stdout, stderr, executed } = run(bound, values);
    expect(executed, `seed ${seed}\n${bound.text}`).toBe(false);
    expect(stdout, `seed ${seed}\n${bound.text}\n${stderr}`).toBe(prints);
  }
}, 3_600_000);

test("values reach bash, Python and JavaScript whole, whatever is in them", async () => {
  const random = new Random(1);
  const values = Array.from({ length: 200 }, () => hostileValue(random, trace));
  const printing = {
    bash: values.map((_, index) => `printf '%s\\0' "\${{ x${index} }}"`).join("\n"),
    python: `import sys\nsys.stdout.write(''.join(v + '\\0' for v in [${values.map((_, index) => `\${{ x${index} }}`)}]))`,
    js: `for (const v of [${values.map((_, index) => `\${{ x${index} }}`)}]) process.stdout.write(v + '\\0')`,
  };
  for (const [shell, text] of Object.entries(printing)) {
    const script = bind(text, shell as Shell);
    const { stdout, error } = await runScript({
      host: nodeHost(),
      script,
      values: new Map(script.names.map(({ name }, index) => [name, values[index]])),
      name: shell,
      folder,
      inherited: process.env,
    });
    expect(error).toBeUndefined();
    expect(stdout.split("\0").slice(0, -1)).toEqual(values);
    expect(existsSync(trace)).toBe(false);
  }
});

const noise = [
  "'",
  '"',
  "`",
  "$",
  "(",
  ")",
  "((",
  "))",
  "$(",
  "$((",
  "{",
  "}",
  "[",
  "]",
  "[[ ",
  " ]]",
  "\\",
  "\n",
  ";",
  "&",
  "|",
  "<",
  ">",
  "<<EOF\n",
  "<<<",
  "#",
  "=",
  "case x in ",
  "esac",
  "${",
  "$'",
  "eval ",
  "a[",
  " -gt ",
  "declare -i ",
  "!",
  "*",
  "for ",
  "; do ",
];

/** Takes away, puts in and doubles pieces, between templates. */
function damaged(random: Random, text: string): string {
  const pieces = text.split(/(\$\{\{[^}]*\}\})/);
  for (let left = 1 + random.below(3); left > 0; left--) {
    const index = 2 * random.below(Math.ceil(pieces.length / 2));
    const piece = pieces[index] ?? "";
    const at = random.below(piece.length + 1);
    const gone = random.below(3) === 0 ? 0 : 1 + random.below(3);
    pieces[index] = piece.slice(0, at) + (random.below(3) === 0 ? "" : random.pick(noise)) + piece.slice(at + gone);
  }
  return pieces.join("");
}

test("damaged scripts are refused, or execute nothing of a value", () => {
  let accepted = 0;
  for (const seed of seeds(300)) {
    const { random, text, values } = scriptOf(seed);
    const broken = damaged(random, text);
    // What another shell does with its arguments is not the template's either.
    if (broken.replaceAll(`sh -c 'printf %s "$E$1"' sh`, "").includes("sh")) continue;
    const bound = bind(broken, "bash");
    // What the script does with a variable of its own is warned of: it is not the template's.
    if (bound.problems.length > 0 || bound.warnings.length > 0) continue;
    if (bound.names.some(({ kind, expression }) => kind === "number" && !/^-?\d+$/.test(values[expression] ?? "")))
      continue;
    accepted++;
    const { stderr, executed } = run(bound, values);
    expect(executed, `seed ${seed}\n${broken}\n---\n${bound.text}\n${stderr}`).toBe(false);
  }
  expect(accepted).toBeGreaterThan(0);
}, 3_600_000);
