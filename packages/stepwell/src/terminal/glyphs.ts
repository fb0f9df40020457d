/** One glyph, one word and one tone per state. The glyphs take one cell in every locale. */
import type { RowState } from "@stepwell/core";
import type { Appearance } from "./appearance.ts";
import { pad, type Span, span, type Tone } from "./spans.ts";

interface Sign {
  readonly glyph: string;
  readonly word: string;
  readonly tone: Tone;
}

const signs: Readonly<Record<RowState, Sign>> = {
  pending: { glyph: "◦", word: "todo", tone: "idle" },
  waiting: { glyph: "◷", word: "wait", tone: "idle" },
  cancelled: { glyph: "⊘", word: "stop", tone: "idle" },
  stopped: { glyph: "⊘", word: "stop", tone: "idle" },
  skipped: { glyph: "↷", word: "skip", tone: "idle" },
  running: { glyph: "▸", word: "run", tone: "active" },
  retrying: { glyph: "↻", word: "retry", tone: "active" },
  paused: { glyph: "▪", word: "pause", tone: "attention" },
  blocked: { glyph: "!", word: "BLOCK", tone: "attention" },
  failed: { glyph: "✗", word: "FAIL", tone: "bad" },
  timed_out: { glyph: "⧗", word: "LATE", tone: "bad" },
  completed: { glyph: "✓", word: "ok", tone: "good" },
  kept: { glyph: "✓", word: "ok", tone: "idle" },
  done: { glyph: "✓", word: "ok", tone: "good" },
};

const wordColumns = 5;

export function signOf(state: RowState, appearance: Appearance): Span {
  const { glyph, word, tone } = signs[state];
  return span(appearance.glyphs ? glyph : pad(word, wordColumns), tone);
}

export function toneOf(state: RowState): Tone {
  return signs[state].tone;
}

/** Marks what was cut off. */
export function endMark(appearance: Appearance): string {
  return appearance.glyphs ? "…" : "...";
}

/** Before the number of retries. */
export function retryMark(appearance: Appearance): string {
  return appearance.glyphs ? "↻ " : "";
}
