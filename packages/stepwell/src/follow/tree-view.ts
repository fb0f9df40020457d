/**
 * The live tree of a run in a terminal.
 *
 * Boundary: draws when it is told to look; knows no timers.
 * F1  The moving part is at most min(12, rows − 2) lines; finished rows above it are written once.
 * F2  A row that was written and goes on later moves again, and is written once more at the end, if it has news.
 * F3  What others print appears above the moving part, cleaned of control sequences.
 */
import { isFinished, type RunDetails, type RunEventItem, RunTree, type RunTreeRow } from "@stepwell/core";
import { endMark } from "../terminal/glyphs.ts";
import { LiveRegion } from "../terminal/live-region.ts";
import { printedLines } from "../terminal/sanitise.ts";
import type { Screen } from "../terminal/screen.ts";
import { cutLine, type Line, paint, span } from "../terminal/spans.ts";
import { type Block, blocksOf, fitted, folded } from "./blocks.ts";
import { endBlockOrLine } from "./end-report.ts";
import { Generations, type NextGeneration } from "./generations.ts";
import { headingLine, leftAtOnceLines, leftLines, noticeLines, savedLines, savingLines } from "./status-lines.ts";
import { treeLines } from "./tree-lines.ts";
import type { FollowView, Heading, Left, LeftAtOnce, Look, Saved, Saving, ViewPlace } from "./view.ts";

const mostLines = 12;

export class TreeView implements FollowView {
  readonly #screen: Screen;
  readonly #place: ViewPlace;
  readonly #region: LiveRegion;
  readonly #resizes: { stop(): void };
  readonly #generations = new Generations();
  #tree = new RunTree();
  #heading: Heading | undefined;
  /** What was written for good, with the mark that it had then. */
  readonly #written = new Map<string, string>();
  /** Lines for above the moving part, until the next drawing. */
  #above: string[] = [];
  /** What was printed without an end of line. */
  #unended = "";
  #last: Look | undefined;
  #over = false;

  constructor(place: ViewPlace) {
    const { screen } = place;
    this.#screen = screen;
    this.#place = place;
    this.#region = new LiveRegion(screen.stream);
    this.#resizes = screen.stream.onResize(() => {
      this.#region.resized();
      if (this.#last !== undefined && !this.#over) this.#draw(this.#last);
    });
  }

  began(heading: Heading): void {
    this.#heading = heading;
    // The first step of a run that others began, or that is resumed, has waited for longer than it took.
    this.#tree = new RunTree(heading.begun === "started" ? heading.startedAt : undefined);
    this.#screen.line(headingLine(heading));
  }

  event(event: RunEventItem, live: boolean): void {
    if (event.type !== "entry") return;
    const next = this.#generations.next(event, event.entry.at.getTime());
    if (next !== undefined) this.#goOn(next);
    this.#tree.add(event.entry, { live });
    if (live && event.entry.kind === "cancel") this.notice("cancel was requested");
  }

  look(look: Look): void {
    if (this.#over) return;
    this.#tree.observe(look.executing, look.now);
    this.#draw(look);
  }

  printed(text: string): void {
    const lines = printedLines(this.#unended + text);
    this.#unended = lines.pop() ?? "";
    if (this.#over) for (const line of lines) this.#screen.stream.write(`${line}\n`);
    else this.#above.push(...lines);
  }

  notice(text: string): void {
    for (const line of noticeLines(text, this.#screen))
      if (this.#over) this.#screen.line(line);
      else this.#above.push(this.#painted(line));
  }

  saving(saving: Saving): void {
    this.#finish(false);
    // The line that says so stands behind the ^C.
    if (saving.executing === 0) this.#region.clearEcho();
    else for (const line of savingLines(saving, this.#screen)) this.#screen.line(line);
  }

  saved(saved: Saved): void {
    for (const line of savedLines(saved, this.#screen)) this.#screen.line(line);
  }

  leftAtOnce(left: LeftAtOnce): void {
    this.#finish(false);
    for (const line of leftAtOnceLines(left, this.#screen)) this.#screen.line(line);
  }

  left(left: Left): void {
    this.#finish(false);
    for (const line of leftLines(left, this.#screen)) this.#screen.line(line);
  }

  ended(details: RunDetails, now: number): void {
    const totals = this.#last?.totals ?? new Map<string, number>();
    this.#last = { now, status: details.status, why: "", executing: [], totals };
    this.#tree.observe([], now);
    this.#finish(true);
    endBlockOrLine(details, { ...this.#place, now, recorded: this.#tree });
  }

  /** The next generation has rows of its own; those of the one before are written for good. */
  #goOn({ text, told }: NextGeneration): void {
    const look = this.#last;
    if (told && look !== undefined)
      this.#above.push(
        ...this.#lines(this.#unwritten(blocksOf(folded(this.#rows(look))).filter(({ over }) => over)), look),
      );
    this.#tree = new RunTree();
    this.#written.clear();
    if (told) this.#above.push(this.#painted([span(`  ${text}`, "idle")]));
  }

  #unwritten(blocks: readonly Block[]): RunTreeRow[] {
    return blocks.filter((block) => this.#written.get(block.key) !== block.mark).flatMap((block) => [...block.rows]);
  }

  #draw(look: Look): void {
    this.#last = look;
    const most = Math.max(1, Math.min(mostLines, this.#screen.stream.size().rows - 2));
    const blocks = blocksOf(folded(this.#rows(look))).filter((block) => !(block.over && this.#written.has(block.key)));
    let lines = blocks.reduce((sum, block) => sum + block.rows.length, 0);
    while (lines > most && blocks[0]?.over) {
      const [block] = blocks.splice(0, 1);
      if (block === undefined) break;
      lines -= block.rows.length;
      this.#written.set(block.key, block.mark);
      this.#above.push(...this.#lines(block.rows, look));
    }
    const moving = blocks.flatMap((block) => block.rows);
    const { rows, left } = moving.length <= most ? { rows: moving, left: 0 } : fitted(moving, most);
    const drawn = this.#lines(rows, look);
    if (left > 0) drawn.unshift(this.#painted([span(`  ${left} more rows`, "idle")]));
    this.#region.print(this.#above, drawn);
    this.#above = [];
  }

  /** Writes what is left for good. */
  #finish(ended: boolean): void {
    if (this.#over) return;
    this.#over = true;
    this.#resizes.stop();
    if (this.#unended !== "") this.#above.push(this.#unended);
    this.#unended = "";
    const look = this.#last;
    const news =
      look === undefined
        ? []
        : blocksOf(folded(this.#rows(look))).filter((block) => block.rows[0]?.type !== "why" || !ended);
    this.#region.print(this.#above, look === undefined ? [] : this.#lines(this.#unwritten(news), look));
    this.#region.leave();
    this.#above = [];
  }

  #rows(look: Look): RunTreeRow[] {
    const why = isFinished(look.status) ? "" : look.why;
    return this.#tree.rows({ now: look.now, status: look.status, why, totals: look.totals });
  }

  #lines(rows: readonly RunTreeRow[], look: Look): string[] {
    const { appearance } = this.#screen;
    const heading = this.#heading;
    const times =
      heading?.begun === "watched"
        ? ({ show: "offset", startedAt: heading.startedAt } as const)
        : ({ show: "took" } as const);
    const lines = treeLines(rows, { appearance, columns: this.#screen.columns(), now: look.now, times });
    return lines.map((line) => this.#painted(line));
  }

  #painted(line: Line): string {
    const { appearance, stream } = this.#screen;
    return paint(cutLine(line, stream.size().columns - 1, endMark(appearance)), appearance.colour);
  }
}
