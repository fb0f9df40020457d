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
  readonly status: number | null;
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

export class BashTrial {
  readonly folder = mkdtempSync(join(tmpdir(), "stepwell-bash-"));
  readonly trace = join(this.folder, "executed");

  run(bound: BoundScript, value: (name: string) => string): BashRun {
    const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
    const values = bound.names.map(({ name }) => `${name}=${quoted(value(name))};`).join("");
    const result = spawnSync("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", `${values}\n${bound.text}`], {
      cwd: this.folder,
      encoding: "utf8",
      env: { PATH: process.env.PATH ?? "", SECRET: "do-not-show" },
      timeout: 20_000,
    });
    const executed = existsSync(this.trace) || existsSync(join(this.folder, "$(touch"));
    rmSync(this.trace, { force: true });
    return { stdout: result.stdout, stderr: result.stderr, status: result.status, executed };
  }

  bind(script: string): BoundScript {
    return bind(script, "bash");
  }

  close(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
