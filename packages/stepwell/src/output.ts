/** Where a command says what: results on one stream, everything else on the other, in text or JSON. */
import type { Environment } from "./environment.ts";
import { appearanceOf, type ColourWish } from "./terminal/appearance.ts";
import { type Screen, screenOn } from "./terminal/screen.ts";

export interface Output {
  /** Results and what was asked to be shown. */
  readonly result: Screen;
  /** Progress and errors. */
  readonly progress: Screen;
  readonly json: boolean;
  readonly quiet: boolean;
}

export interface OutputWishes {
  readonly colour: ColourWish;
  readonly json: boolean;
  readonly quiet: boolean;
}

export function outputOf(environment: Environment, wishes: OutputWishes): Output {
  const { stdout, stderr } = environment;
  return {
    result: screenOn(stdout, appearanceOf(stdout, environment, wishes.colour)),
    progress: screenOn(stderr, appearanceOf(stderr, environment, wishes.colour)),
    json: wishes.json,
    quiet: wishes.quiet,
  };
}
