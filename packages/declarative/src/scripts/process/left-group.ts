/**
 * The process groups of a step, written down before their programs begin. A worker that is killed ends its groups by
 * their life-line (process-group.ts); where that was ended too, or the worker only sleeps, whoever takes the run over
 * ends them by what stands here, before the step is executed again.
 *
 * 1. Each claim has a note of its own: a worker that wakes up too late writes over nobody's.
 * 2. Whoever notes a group looks for those of other claims after that: of two that begin at once, one sees the other.
 * 3. One that finds a later claim there begins nothing: the run is not its worker's any more. So the note of a claim that
 *    is not the first one stays, as a mark without a group, when its program has ended: one may sleep that long.
 */
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { BodyContext } from "@stepwell/core";
import { declarativeFailure } from "../../errors.ts";
import type { StartedGroup } from "./run-options.ts";
import { compareClaims, firstClaim, type StepClaim } from "./step-claim.ts";

interface Noted extends StartedGroup {
  /** When its leader began, in ticks since the system did: its number may be another's by now. */
  readonly started: string;
}

/** Whose groups they are. */
export interface GroupsOf {
  /** Beside it stand the notes. */
  readonly workspace: string;
  /** For messages. */
  readonly stage: string;
  readonly body: Pick<BodyContext, "key" | "fence">;
  /** Of the run. */
  readonly generation: number;
  /** Of the system's last start; empty where it is not known. */
  readonly boot: string;
}

export class StepGroups {
  readonly #of: GroupsOf;
  readonly #folder: string;
  readonly #step: string;
  #own: number | undefined;

  constructor(of: GroupsOf) {
    this.#of = of;
    this.#folder = `${of.workspace}.groups`;
    this.#step = createHash("sha256").update(of.body.key).digest("hex").slice(0, 16);
  }

  /** Ends what earlier claims, and attempts, have left. @returns whether there was any @throws step-taken-over */
  endLeft(): boolean {
    const { boot, stage } = this.#of;
    let ended = false;
    for (const { file, claim } of this.#notes()) {
      const order = compareClaims(claim, this.#claim);
      if (order > 0) throw declarativeFailure("step-taken-over", { stage });
      const noted = read(file);
      if (order === 0 && noted?.group === this.#own) continue;
      rmSync(file, { force: true });
      if (noted !== undefined && endGroup(noted, boot)) ended = true;
    }
    return ended;
  }

  /** Before its program begins. @throws step-taken-over */
  note({ group, boot }: StartedGroup): void {
    mkdirSync(this.#folder, { recursive: true });
    writeFileSync(this.#file, JSON.stringify({ group, boot, started: startOf(group) } satisfies Noted));
    this.#own = group;
    this.endLeft();
  }

  /** It has ended: by now there may be the note of another attempt. */
  forget(): void {
    if (this.#own === undefined || read(this.#file)?.group !== this.#own) return;
    if (compareClaims(this.#claim, firstClaim) > 0) writeFileSync(this.#file, "");
    else rmSync(this.#file, { force: true });
  }

  get #claim(): StepClaim {
    return { generation: this.#of.generation, fence: this.#of.body.fence };
  }

  get #file(): string {
    const { generation, fence } = this.#claim;
    return join(this.#folder, `${this.#step}-${generation}-${fence}`);
  }

  #notes(): { file: string; claim: StepClaim }[] {
    return listed(this.#folder).flatMap((name) => {
      const [step, generation, fence] = name.split("-");
      if (step !== this.#step) return [];
      return [{ file: join(this.#folder, name), claim: { generation: Number(generation), fence: Number(fence) } }];
    });
  }
}

function listed(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** Ends it if it is certainly that one. @returns whether it was there */
function endGroup({ group, boot, started }: Noted, here: string): boolean {
  if (here === "" || boot !== here || started === "" || startOf(group) !== started) return false;
  try {
    process.kill(-group, "SIGKILL");
    return true;
  } catch {
    return false;
  }
}

function read(file: string): Noted | undefined {
  try {
    const { group, boot, started } = JSON.parse(readFileSync(file, "utf8")) as Partial<Noted>;
    if (!Number.isSafeInteger(group) || (group ?? 0) <= 1 || typeof boot !== "string") return undefined;
    return { group: group ?? 0, boot, started: String(started ?? "") };
  } catch {
    return undefined;
  }
}

/** Of a process that executes; empty for others, and where the system does not say. */
function startOf(pid: number): string {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The command in the second field may hold spaces and parentheses.
    const fields = text
      .slice(text.lastIndexOf(")") + 1)
      .trim()
      .split(/\s+/);
    return fields[0] === "Z" || fields[0] === "X" ? "" : (fields[22 - 3] ?? "");
  } catch {
    return "";
  }
}
