/**
 * The view model of a run: its journal so far and what executes now, as rows. Command line, JSON and page show these
 * rows and no others, so that they cannot disagree.
 *
 * Boundary: pure. Knows no clock (`now` is given), no widths, no colours.
 * T1  How many rows there are follows from the code, not from the number of steps: what has one name is one row.
 * T2  add() costs the depth of the operation; rows() costs the rows and what is under way, never what is over.
 * T3  An operation that was recorded as over is never shown as executing again by a late observation.
 */
import { isFinished } from "./run-state.ts";
import { endedBefore, endedMember } from "./run-tree-ended.ts";
import { type OpenMember, TreeNode } from "./run-tree-node.ts";
import { TreeParts } from "./run-tree-parts.ts";
import { treePath } from "./run-tree-path.ts";
import type { RunTreeRow, TreeActivity, TreeChange, TreeEntry, TreeFacts, TreeProgress } from "./run-tree-row.ts";
import { rowsOf } from "./run-tree-rows.ts";
import { failedAttempt, progressSentence, retrySentence } from "./run-tree-sentence.ts";

/** Between a body's end and the moment that its entry can be read, it is still shown. */
const lingerMs = 1_000;
/** How many operations that are over are remembered, against observations that come late. */
const overKept = 2_000;

/** What an entry does to the row of its operation; "ends" for kinds that are not listed. */
const effects: Readonly<Record<string, "ends" | "fails" | "retries" | "nothing">> = {
  "step-failed": "fails",
  attempt: "retries",
  held: "retries",
  retried: "nothing",
  "child-started": "nothing",
  "step-started": "nothing",
  attributes: "nothing",
  title: "nothing",
  patched: "nothing",
  ask: "nothing",
  token: "nothing",
  refused: "nothing",
  undo: "nothing",
  kept: "nothing",
  retry: "nothing",
  forked: "nothing",
  "not-cached": "nothing",
  unpinned: "nothing",
};

/** Folds a journal, and what executes, into the rows of a progress tree. */
export class RunTree {
  readonly #root = new TreeNode({ kind: "scope", name: "", path: "" });
  readonly #parts = new TreeParts();
  readonly #over = new Set<string>();
  #seen: { readonly node: TreeNode; readonly member: OpenMember }[] = [];
  /** What the run's own code last said of how far it is. */
  #progress: TreeProgress | undefined;
  /** When the entry before the next one was recorded. */
  #lastAt: number | undefined;
  #steps = 0;
  #undone = false;

  /** @param began when the run's code began, ms; undefined when nobody looked then */
  constructor(began?: number) {
    this.#lastAt = began;
  }

  /** How many steps are recorded as done. */
  get steps(): number {
    return this.#steps;
  }

  /** The run's compensations have begun: it can only be retried from the start. */
  get undone(): boolean {
    return this.#undone;
  }

  /**
   * Takes the next entry of the journal.
   * @param options.live false for what was recorded before anyone looked: nothing is said of how long it took
   * @returns what it means for its operation; undefined when it is of none, or no news
   */
  add(entry: TreeEntry, options: { readonly live: boolean }): TreeChange | undefined {
    const at = entry.at.getTime();
    const since = options.live ? this.#lastAt : undefined;
    this.#lastAt = at;
    if (entry.kind === "undo") this.#undone = true;
    if (entry.kind === "set") return this.#news(entry);
    const effect = effects[entry.kind] ?? "ends";
    if (effect === "nothing" || entry.op === "" || this.#parts.isTimeLimit(entry.op)) return undefined;
    const { node, label } = this.#place(entry.op);
    node.sinceAt ??= since;
    if (effect === "retries") {
      const failed = failedAttempt(entry);
      node.attemptFailed(node.member(entry.op, label), failed);
      return { state: "retrying", why: retrySentence(failed, at), summary: "", members: node.members };
    }
    const ended = (options.live ? endedMember : endedBefore)(entry, label, effect === "fails");
    if (ended.why === "" && node.kind === "step") this.#steps++;
    node.ended(ended, at);
    this.#remember(entry.op);
    if (ended.why === "" && this.#parts.isAside(entry.op)) return undefined;
    const { why } = ended;
    if (why !== "") this.#parts.tell(entry.op, why);
    return {
      state: why === "" ? "done" : "failed",
      why,
      get summary() {
        return ended.summary;
      },
      members: node.members,
    };
  }

  /** Takes what executes now; what is not named any more is soon forgotten. @param now ms */
  observe(executing: readonly TreeActivity[], now: number): void {
    const before = this.#seen;
    this.#seen = [];
    this.#progress = executing.find(({ op }) => op === "")?.progress;
    for (const activity of executing) {
      if (activity.op === "" || this.#over.has(activity.op)) continue;
      const { node, label } = this.#place(activity.op);
      const failed = node.open.get(activity.op)?.failed;
      if (failed !== undefined && activity.attempt <= failed.attempt) continue;
      this.#seen.push({ node, member: node.executes(activity, label, now) });
    }
    for (const { node, member } of before) {
      if (member.seenAt === now || node.open.get(member.op) !== member || member.seenAt === undefined) continue;
      if (now - member.seenAt <= lingerMs) this.#seen.push({ node, member });
      else if (member.failed === undefined) node.open.delete(member.op);
      else member.seenAt = undefined;
    }
  }

  rows(facts: TreeFacts): RunTreeRow[] {
    const own = this.#progress;
    const why = facts.why === "" && own !== undefined && !isFinished(facts.status) ? progressSentence(own) : facts.why;
    return rowsOf(this.#root, { ...facts, why }, this.#parts);
  }

  /** What the run's code says of its parts; a part that is left out has a place from then on. */
  #news({ value, at }: TreeEntry): TreeChange | undefined {
    const part = this.#parts.take(value, at.getTime());
    if (part === undefined) return undefined;
    const { name, ended, why, told } = part;
    if (ended === "skipped") this.#root.child("scope", name);
    // Why it failed is news unless an operation has said so.
    else if (ended !== "failed" || why === "" || [...told].some((one) => one.includes(why) || why.includes(one)))
      return undefined;
    return { state: ended, part: name, why, summary: "", members: 1 };
  }

  #place(op: string): { node: TreeNode; label: string } {
    const { kind, names, label } = treePath(op);
    let node = this.#root;
    for (const [at, name] of names.entries()) node = node.child(at === names.length - 1 ? kind : "scope", name);
    return { node, label };
  }

  #remember(op: string): void {
    this.#over.add(op);
    if (this.#over.size <= overKept) return;
    for (const oldest of this.#over) {
      this.#over.delete(oldest);
      return;
    }
  }
}
