/** Says nothing but how it went wrong. */
import type { RunDetails, RunEventItem, RunState } from "@stepwell/core";
import type { Screen } from "../terminal/screen.ts";
import { endBlock } from "./end-report.ts";
import { savedLines } from "./status-lines.ts";
import type { FollowView, Heading, Look, Saved, Saving } from "./view.ts";

export class QuietView implements FollowView {
  readonly #screen: Screen;
  readonly #folder: string;
  #steps = 0;

  constructor(screen: Screen, folder: string) {
    this.#screen = screen;
    this.#folder = folder;
  }

  began(_heading: Heading): void {}

  event(event: RunEventItem): void {
    if (event.type === "entry" && (event.entry.kind === "step" || event.entry.kind === "step-data")) this.#steps++;
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

  left(_run: string, _status: RunState): void {}

  ended(details: RunDetails, now: number): void {
    if (details.status !== "completed")
      endBlock(details, { screen: this.#screen, folder: this.#folder, now, recordedSteps: this.#steps });
  }
}
