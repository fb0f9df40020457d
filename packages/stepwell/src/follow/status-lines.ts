/** The lines about a run as a whole. */
import { fold } from "../terminal/fold.ts";
import { signOf } from "../terminal/glyphs.ts";
import { plainText } from "../terminal/sanitise.ts";
import type { Screen } from "../terminal/screen.ts";
import { type Line, lineWidth, span } from "../terminal/spans.ts";
import type { Heading, Left, LeftAtOnce, Saved, Saving } from "./view.ts";

/** `pipeline  r-8k2f  examples/pipeline.ts`, or `…  resumed, 142 steps from the journal`. */
export function headingLine(heading: Heading): Line {
  const rest = heading.begun === "started" ? heading.file : beginning(heading);
  return [span(plainText(heading.workflow), "strong"), span(`  ${plainText(heading.run)}`), span(`  ${rest}`, "idle")];
}

/** `resumed, 142 steps from the journal`. */
export function beginning({ begun, recordedSteps }: Heading): string {
  const steps = recordedSteps === 1 ? "1 step" : `${recordedSteps} steps`;
  // Nothing of it is executed: what follows tells how it had ended.
  const how = begun === "over" ? "is over already" : begun;
  return recordedSteps === 0 ? how : `${how}, ${steps} from the journal`;
}

export function savingText({ executing, graceMs, interrupted }: Saving): string {
  const steps = executing === 1 ? "1 step in progress gets" : `${executing} steps in progress get`;
  return `saving: ${steps} ${Math.round(graceMs / 1_000)} s (Ctrl-C ${interrupted ? "again " : ""}leaves at once)`;
}

/** Stands behind the `^C` that terminals print. */
export function savingLines(saving: Saving, screen: Screen): Line[] {
  return fold(savingText(saving), screen.columns() - 4).map((text) => [span(`  ${text}`)]);
}

export function savedLines(saved: Saved, screen: Screen): Line[] {
  const { run, again, recordedSteps } = saved;
  const sign = signOf(saved.kept ? "waiting" : "cancelled", screen.appearance);
  const id = plainText(run);
  if (!saved.kept)
    return together([[sign, span(` gone  ${id}`)], [span("a memory: store ends with its process", "idle")]], screen);
  if (!saved.released) {
    const goesOn = [span("another process goes on with it", "idle")];
    return together(
      [[sign, span(` left  ${id}`)], goesOn, command(`stepwell watch ${id}${plainText(saved.where)}`)],
      screen,
    );
  }
  const recorded = recordedSteps === 1 ? "1 step recorded" : `${recordedSteps} steps recorded`;
  const facts = again === 0 ? recorded : `${recorded}, ${again} will run again`;
  return together(
    [[sign, span(` saved  ${id}`)], [span(facts)], command(`stepwell resume ${id}${plainText(saved.where)}`)],
    screen,
  );
}

/** Behind the `^C` of a terminal, as `savedLines`. */
export function leftAtOnceLines({ run, kept, where }: LeftAtOnce, screen: Screen): Line[] {
  const sign = signOf(kept ? "waiting" : "cancelled", screen.appearance);
  const start = [sign, span(` left at once  ${plainText(run)}`)];
  if (!kept) return together([start, [span("a memory: store ends with its process", "idle")]], screen);
  const facts = [span("what was in progress will run again")];
  return together([start, facts, command(`stepwell resume ${plainText(run)}${plainText(where)}`)], screen);
}

/** Nobody waits any longer, and the run goes on or is released. */
export function leftLines(left: Left, screen: Screen): Line[] {
  const { run, status, orphaned, where } = left;
  const id = plainText(run);
  const start = [signOf(status, screen.appearance), span(` ${status.replace("_", " ")}  ${id}`)];
  return together([start, command(`stepwell ${orphaned ? "resume" : "watch"} ${id}${plainText(where)}`)], screen);
}

/** Folded: there may be a command in it. */
export function noticeLines(text: string, screen: Screen): Line[] {
  const sign = signOf("blocked", screen.appearance);
  const columns = lineWidth([sign]);
  const pieces = fold(plainText(text), screen.columns() - columns - 1);
  return pieces.map((piece, at) => [at === 0 ? sign : span(" ".repeat(columns)), span(` ${piece}`, "attention")]);
}

function command(text: string): Line {
  return [span(text, "strong")];
}

/** On one line as far as they fit: nothing is cut off, the command is to be copied. */
function together(parts: readonly Line[], screen: Screen): Line[] {
  const lines: Line[] = [];
  for (const part of parts.flatMap((one) => whole(one, screen))) {
    const before = lines.at(-1);
    const joined = before === undefined ? part : [...before, span("  "), ...part];
    if (before !== undefined && lineWidth(joined) <= screen.columns()) lines[lines.length - 1] = joined;
    else lines.push(before === undefined ? part : [span("  "), ...part]);
  }
  return lines;
}

/** In several where it is longer than a line may be. */
function whole(part: Line, screen: Screen): Line[] {
  const room = screen.columns() - 2;
  const [only] = part;
  if (!screen.stream.isTerminal || only === undefined || part.length > 1 || lineWidth(part) <= room) return [part];
  return fold(only.text, room).map((text) => [{ ...only, text }]);
}
