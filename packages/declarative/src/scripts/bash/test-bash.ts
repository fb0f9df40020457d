/** Runs bound scripts under the real bash, with values that would leave traces if they were executed. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bind } from "../bind.ts";
import type { BoundScript } from "../bound-script.ts";

export interface BashRun {
  readonly stdout: string;
  readonly stderr: string;
  /** Something in a value was executed. */
  readonly executed: boolean;
}

/** Values that no shell may ever see as code; `trace` is the file that they would make. */
export function hostileValues(trace: string): readonly string[] {
  return [
    `$(touch ${trace})`,
    `\`touch ${trace}\``,
    `'; touch ${trace}; '`,
    `"; touch ${trace}; "`,
    `\n touch ${trace}\n`,
    `a[$(touch ${trace})]`,
    `a[$(touch ${trace})]=1`,
    `-v a[$(touch ${trace})]`,
    `$((a[$(touch ${trace})]))`,
    `EOF\ntouch ${trace}\n`,
    `)); touch ${trace}; ((`,
    `x) touch ${trace} ;; esac`,
    `' "\${SECRET}" \\ $SECRET \t *`,
    "",
    "two  words",
    `$(touch ${trace}) \`touch ${trace}\` '"\\\n\${SECRET}`,
  ];
}

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

export class BashTrial {
  readonly folder = mkdtempSync(join(tmpdir(), "stepwell-bash-"));
  readonly trace = join(this.folder, "executed");

  /** Runs it once for each value, which all its names get. One process for all: starting them takes most of the time. */
  runAll(bound: BoundScript, values: readonly string[]): BashRun[] {
    const [mark, trace] = ["\u0001end of one\u0001", "\u0001executed\u0001"];
    const once = (value: string): string => {
      const assigned = bound.names.map(({ name }) => `${name}=${quoted(value)}\n`).join("");
      return `(set -e\n${assigned}${bound.text}\n)\n[ -e ${this.trace} ] && printf '${trace}'\nprintf '${mark}'\n`;
    };
    const { stdout, stderr } = this.#start(`set +e\n${values.map(once).join("")}`);
    const runs = stdout.split(mark).slice(0, -1);
    return runs.map((text) => ({
      stdout: text,
      stderr,
      executed: text.endsWith(trace) || existsSync(this.trace),
    }));
  }

  run(bound: BoundScript, value: (name: string) => string): BashRun {
    const values = bound.names.map(({ name }) => `${name}=${quoted(value(name))};`).join("");
    const { stdout, stderr } = this.#start(`${values}\n${bound.text}`);
    const executed = existsSync(this.trace);
    rmSync(this.trace, { force: true });
    return { stdout, stderr, executed };
  }

  #start(script: string): { stdout: string; stderr: string } {
    return spawnSync("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", script], {
      cwd: this.folder,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
      env: { PATH: process.env.PATH ?? "", SECRET: "do-not-show" },
      timeout: 20_000,
    });
  }

  bind(script: string): BoundScript {
    return bind(script, "bash");
  }

  close(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
