/** The lines about a run as a whole. */
import type { RunState } from "@stepwell/core";
import type { Appearance } from "../terminal/appearance.ts";
import { signOf } from "../terminal/glyphs.ts";
import { plainText } from "../terminal/sanitise.ts";
import type { Screen } from "../terminal/screen.ts";
import { type Line, lineWidth, span } from "../terminal/spans.ts";
import type { Heading, Saved } from "./view.ts";

/** `pipeline  r-8k2f  examples/pipeline.ts`, or `…  resumed, 142 steps from the journal`. */
export function headingLine(heading: Heading): Line {
  const rest = heading.begun === "started" ? heading.file : beginning(heading);
  return [span(plainText(heading.workflow), "strong"), span(`  ${plainText(heading.run)}`), span(`  ${rest}`, "idle")];
}

/** `resumed, 142 steps from the journal`. */
export function beginning({ begun, recordedSteps }: Heading): string {
  const steps = recordedSteps === 1 ? "1 step" : `${recordedSteps} steps`;
  return recordedSteps === 0 ? begun : `${begun}, ${steps} from the journal`;
}

export function savingLine(executing: number, graceMs: number): string {
  const steps = executing === 1 ? "1 step in progress gets" : `${executing} steps in progress get`;
  return `  saving: ${steps} ${Math.round(graceMs / 1_000)} s (Ctrl-C again leaves at once)`;
}

/** One line where it fits, else the command on a line of its own: it is to be copied. */
export function savedLines(saved: Saved, screen: Screen): Line[] {
  const { run, again, recordedSteps } = saved;
  const sign = signOf(saved.kept ? "waiting" : "cancelled", screen.appearance);
  const id = plainText(run);
  if (!saved.kept) return [[sign, span(` gone  ${id}`), span("  a memory: store ends with its process", "idle")]];
  if (!saved.released) return withCommand([sign, span(` left  ${id}`), span("  another process goes on with it", "idle")], `stepwell watch ${id}`, screen);
  const recorded = recordedSteps === 1 ? "1 step recorded" : `${recordedSteps} steps recorded`;
  const facts = again === 0 ? recorded : `${recorded}, ${again} will run again`;
  return withCommand([sign, span(` saved  ${id}  ${facts}`)], `stepwell resume ${id}`, screen);
}

/** Nobody waits any longer, and the run goes on or is released. */
export function leftLine(run: string, status: RunState, screen: Screen): Line[] {
  const id = plainText(run);
  const start = [signOf(status, screen.appearance), span(` ${status.replace("_", " ")}  ${id}`)];
  return withCommand(start, `stepwell watch ${id}`, screen);
}

export function noticeLine(text: string, appearance: Appearance): Line {
  return [signOf("blocked", appearance), span(` ${plainText(text)}`, "attention")];
}

function withCommand(line: Line, command: string, screen: Screen): Line[] {
  const gap = "    ";
  const together = [...line, span(gap), span(command, "strong")];
  if (lineWidth(together) <= screen.columns()) return [together];
  return [line, [span(`  ${command}`, "strong")]];
}
