/** What a stream can show: decided once per stream, from flag, environment and the stream itself. */
import type { Environment, OutputStream } from "../environment.ts";

export interface Appearance {
  readonly colour: boolean;
  /** Glyphs, else words. */
  readonly glyphs: boolean;
  /** Lines may be drawn over again. */
  readonly live: boolean;
}

export type ColourWish = "always" | "never" | "auto";

export function appearanceOf(
  stream: OutputStream,
  environment: Pick<Environment, "variables" | "platform">,
  wish: ColourWish,
): Appearance {
  const { variables, platform } = environment;
  const dumb = variables.TERM === "dumb";
  return {
    colour: colourOf(variables, wish) ?? (stream.isTerminal && !dumb),
    glyphs: hasGlyphs(variables, platform),
    live: stream.isTerminal && !dumb && !isSet(variables.CI),
  };
}

/** --color, then NO_COLOR, then FORCE_COLOR; undefined when nobody says anything. */
function colourOf(variables: Environment["variables"], wish: ColourWish): boolean | undefined {
  if (wish !== "auto") return wish === "always";
  if ((variables.NO_COLOR ?? "") !== "") return false;
  const forced = variables.FORCE_COLOR;
  return forced === undefined ? undefined : isSet(forced);
}

/** A locale that is not UTF-8 says so; where none is named, only the bare Linux console is without. */
function hasGlyphs(variables: Environment["variables"], platform: string): boolean {
  if (platform === "win32") return true;
  const locale = [variables.LC_ALL, variables.LC_CTYPE, variables.LANG].find((name) => (name ?? "") !== "");
  return locale === undefined ? variables.TERM !== "linux" : /utf-?8/i.test(locale);
}

function isSet(variable: string | undefined): boolean {
  return variable !== undefined && !["", "0", "false"].includes(variable);
}
