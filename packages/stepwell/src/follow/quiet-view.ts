/** Says nothing but how it went wrong. */
import type { RunDetails, RunEventItem } from "@stepwell/core";
import type { Screen } from "../terminal/screen.ts";
import { endBlock } from "./end-report.ts";
import { leftAtOnceLines, savedLines } from "./status-lines.ts";
import type { FollowView, Heading, Left, LeftAtOnce, Look, Saved, Saving, ViewPlace } from "./view.ts";

export class QuietView implements FollowView {
  readonly #screen: Screen;
  readonly #place: ViewPlace;
  readonly #recorded = { steps: 0, undone: false };

  constructor(place: ViewPlace) {
    const { screen } = place;
    this.#screen = screen;
    this.#place = place;
  }

  began(_heading: Heading): void {}

  event(event: RunEventItem): void {
    const kind = event.type === "entry" ? event.entry.kind : undefined;
    if (kind === "step" || kind === "step-data") this.#recorded.steps++;
    if (kind === "undo") this.#recorded.undone = true;
  }

  look(_look: Look): void {}

  printed(text: string): void {
    this.#screen.stream.write(text);
  }

  notice(_text: string): void {}

  saving(_saving: Saving): void {}

  saved(saved: Saved): void {
    for (const line of savedLines(saved, this.#screen)) this.#screen.line(line);
  }

  leftAtOnce(left: LeftAtOnce): void {
    for (const line of leftAtOnceLines(left, this.#screen)) this.#screen.line(line);
  }

  left(_left: Left): void {}

  ended(details: RunDetails, now: number): void {
    if (details.status !== "completed") endBlock(details, { ...this.#place, now, recorded: this.#recorded });
  }
}
