/**
 * A line per change, for logs and pipes: nothing is drawn over, no colours unless they were asked for.
 * What comes in numbers is summed up: single steps and retries until a budget is used, groups at most every 10 s.
 */
import {
  type JournalEntry,
  type RunDetails,
  type RunEventItem,
  type RunState,
  RunTree,
  type TreeChange,
} from "@stepwell/core";
import { readableName } from "@stepwell/core/text";
import { annotation, placeOfCauses } from "../report-error.ts";
import { shownWhy } from "../shown-why.ts";
import { toneOf } from "../terminal/glyphs.ts";
import { plainText, printedLines } from "../terminal/sanitise.ts";
import { type Line, pad, span, type Tone } from "../terminal/spans.ts";
import { definitionFailure } from "./definition-failure.ts";
import { endBlock, tookText } from "./end-report.ts";
import { Generations } from "./generations.ts";
import { LineBudget } from "./line-budget.ts";
import { beginning, leftAtOnceLines, leftLines, savedLines, savingText } from "./status-lines.ts";
import { groupFacts, progressText, wholeSeconds } from "./tree-lines.ts";
import type { FollowView, Heading, Left, LeftAtOnce, Look, Saved, Saving, ViewPlace } from "./view.ts";

const everyMs = 10_000;
/** A body that takes longer is mentioned, then again whenever it has taken twice as long. */
const busyMs = 10_000;
const wordColumns = 5;
const waitingWords: Partial<Readonly<Record<RunState, string>>> = { paused: "pause", blocked: "block" };

export interface LineViewParts extends ViewPlace {
  /** Ms. */
  readonly now: () => number;
  /** In GitHub Actions, failures are shown beside their line. */
  readonly annotate: boolean;
  /** Each line names the run: several are followed at once. */
  readonly namesRun: boolean;
}

export class LineView implements FollowView {
  readonly #parts: LineViewParts;
  readonly #generations = new Generations();
  #tree = new RunTree();
  readonly #steps = new LineBudget(40, everyMs);
  readonly #retries = new LineBudget(20, everyMs);
  /** What was last said of each group, and when. */
  readonly #groups = new Map<string, { said: string; at: number }>();
  readonly #busy = new Map<string, number>();
  #heading: Heading | undefined;
  #said: string | undefined;
  #unsaid = 0;

  constructor(parts: LineViewParts) {
    this.#parts = parts;
  }

  began(heading: Heading): void {
    this.#heading = heading;
    this.#say("run", `${heading.workflow} ${heading.run} ${beginning(heading)}`);
  }

  event(event: RunEventItem, live: boolean): void {
    if (event.type !== "entry") return;
    const next = this.#generations.next(event, this.#parts.now());
    if (next !== undefined) {
      if (next.told) this.#sumUp(Number.POSITIVE_INFINITY, "running");
      this.#groups.clear();
      this.#tree = new RunTree();
      if (next.told) this.#say("next", next.text);
    }
    const change = this.#tree.add(event.entry, { live });
    if (live) this.#entry(event.entry, change);
  }

  look(look: Look): void {
    this.#tree.observe(look.executing, look.now);
    this.#state(look);
    this.#sumUp(look.now, look.status);
    this.#sayBusy(look);
  }

  printed(text: string): void {
    const { stream } = this.#parts.screen;
    stream.write(stream.isTerminal ? printedLines(text).join("\n") : text);
  }

  notice(text: string): void {
    this.#say("note", text, "attention");
  }

  saving(saving: Saving): void {
    if (saving.executing > 0) this.#say("save", savingText(saving));
  }

  saved(saved: Saved): void {
    for (const line of savedLines(saved, this.#parts.screen)) this.#parts.screen.line(line);
  }

  leftAtOnce(left: LeftAtOnce): void {
    for (const line of leftAtOnceLines(left, this.#parts.screen)) this.#parts.screen.line(line);
  }

  left(left: Left): void {
    for (const line of leftLines(left, this.#parts.screen)) this.#parts.screen.line(line);
  }

  ended(details: RunDetails, now: number): void {
    this.#sumUp(Number.POSITIVE_INFINITY, details.status);
    const { screen, folder, where, annotate } = this.#parts;
    const took = tookText(details, now);
    this.#say("end", `${details.status.replace("_", " ")}${took === "" ? "" : ` ${took}`}`);
    if (details.status === "completed") return;
    endBlock(details, { screen, folder, where, now, recorded: this.#tree });
    const place = annotate
      ? (placeOfCauses(details.error) ?? definitionFailure(details.error, folder)?.place)
      : undefined;
    if (place !== undefined) screen.stream.write(`${annotation(details.why ?? details.status, place, folder)}\n`);
  }

  #entry(entry: JournalEntry, change: TreeChange | undefined): void {
    if (entry.kind === "cancel") this.#say("stop", "cancel was requested", "attention");
    if (change === undefined) return;
    const now = this.#parts.now();
    if (change.state === "skipped") {
      if (this.#steps.takes(now)) this.#say("skip", `${readableName(change.part ?? "")}  ${change.why}`);
      return;
    }
    if (change.state !== "done") {
      const [word, tone] = change.state === "failed" ? (["fail", "bad"] as const) : (["retry", "plain"] as const);
      if (this.#retries.takes(now)) this.#say(word, `${readableName(change.part ?? entry.op)} ${change.why}`, tone);
      return;
    }
    // Members of a group are summed up, from the second on.
    if (change.members > 1) return;
    if (this.#steps.takes(now))
      this.#say("step", [readableName(entry.op), change.summary].filter((part) => part !== "").join("  "));
    else this.#unsaid++;
  }

  /** Once per state, and once more when there is something to say of it; a countdown is not followed. */
  #state({ status, why }: Look): void {
    const news = `${status} ${why === "" ? "" : "why"}`;
    const before = this.#said;
    if (news === before) return;
    this.#said = news;
    if (why !== "") this.#say(waitingWords[status] ?? "wait", shownWhy({ status, why }), toneOf(status));
    else if (status === "running" && before?.startsWith("paused")) this.#say("run", "goes on");
  }

  #sumUp(now: number, status: RunState): void {
    for (const row of this.#tree.rows({ now, status, why: "" })) {
      if (row.type !== "group") continue;
      const known = this.#groups.get(row.op);
      if (known === undefined && Number.isFinite(now)) {
        this.#groups.set(row.op, { said: "", at: now });
        continue;
      }
      const text = `${readableName(row.op)}  ${groupFacts(row)}`;
      if (text === known?.said || now - (known?.at ?? 0) < everyMs) continue;
      this.#groups.set(row.op, { said: text, at: now });
      this.#say("group", text);
    }
    if (this.#unsaid > 0 && (!Number.isFinite(now) || this.#steps.takes(now))) {
      this.#say("step", `${this.#unsaid} more done`);
      this.#unsaid = 0;
    }
  }

  #sayBusy({ executing, now }: Look): void {
    const still = new Set<string>();
    for (const { op, startedAt, progress } of executing) {
      if (op === "") continue;
      const took = now - startedAt;
      const due = this.#busy.get(op) ?? busyMs;
      if (took < busyMs) continue;
      still.add(op);
      if (took < due || !this.#retries.takes(now)) continue;
      this.#busy.set(op, took * 2);
      const told = progress === undefined ? "" : `, ${progressText(progress)}`;
      this.#say("busy", `${readableName(op)} for ${wholeSeconds(took)}${told}`);
    }
    for (const op of this.#busy.keys()) if (!still.has(op)) this.#busy.delete(op);
  }

  #say(word: string, text: string, tone: Tone = "plain"): void {
    const { screen, now, namesRun } = this.#parts;
    const time = new Date(now()).toISOString().slice(11);
    const run = namesRun ? [span(`${this.#heading?.run ?? ""}  `, "idle")] : [];
    const line: Line = [
      span(`${time} `, "idle"),
      ...run,
      span(`${pad(word, wordColumns)} `, tone),
      span(plainText(text)),
    ];
    screen.line(line);
  }
}
