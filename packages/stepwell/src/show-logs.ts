/** What `logs` prints: the stored lines, and with -f those that come. */
import { nodeHost, type RunHandle } from "@stepwell/core";
import { nearestName, readableName } from "@stepwell/core/text";
import type { CommandCall } from "./command-spec.ts";
import { exitCodeOfSignal, listenForInterruption } from "./follow/interruption.ts";
import { PacedEvents } from "./follow/paced-events.ts";
import { entriesOf } from "./follow/recorded.ts";
import { openToLook } from "./open-engine.ts";
import type { Output } from "./output.ts";
import { wholeNumberOf } from "./run-filter.ts";
import { type RunLogLine, RunLogs } from "./run-logs.ts";
import { findRun } from "./run-reference.ts";
import { plainText, printedLines } from "./terminal/sanitise.ts";
import { pad, span, type Tone } from "./terminal/spans.ts";

const everyMs = 250;
const tones: Readonly<Record<string, Tone>> = { debug: "idle", info: "plain", warn: "attention", error: "bad" };

/** @returns the exit code */
export async function showLogs(call: CommandCall): Promise<number> {
  const { given, output, store } = call;
  const limitText = given.text("limit");
  const limit = limitText === undefined ? Number.POSITIVE_INFINITY : wholeNumberOf("--limit", limitText, 1);
  const step = given.text("step");
  const engine = await openToLook(call);
  try {
    const { id } = await findRun(engine, given.args[0] ?? "", store);
    const handle = engine.handle(id);
    const logs = new RunLogs(engine, id);
    const fresh = async (): Promise<RunLogLine[]> => {
      const lines = await logs.fresh();
      return step === undefined ? lines : lines.filter(({ place }) => isOf(place, step));
    };
    const lines = await fresh();
    const last = Number.isFinite(limit) ? lines.slice(-limit) : lines;
    if (!given.flag("follow")) {
      printAll(last, output);
      if (step !== undefined && last.length === 0) await sayNothing(handle, { step, output });
      return 0;
    }
    for (const line of last) printOne(line, output);
    const interruption = listenForInterruption(call.environment);
    const stop = new AbortController();
    const reading = new PacedEvents({
      handle,
      host: nodeHost(),
      restMs: () => everyMs,
      signal: stop.signal,
      after: 0,
      take: () => {},
      drained: () => {},
    }).read();
    const watching = follow(fresh, { reading, output });
    const signal = await Promise.race([watching, interruption.first]);
    stop.abort();
    await reading;
    return signal === undefined ? 0 : exitCodeOfSignal(signal);
  } finally {
    await engine.close();
  }
}

/** A step that has printed nothing, and one that was mistyped, look the same otherwise. */
async function sayNothing(handle: RunHandle, { step, output }: { step: string; output: Output }): Promise<void> {
  if (output.json || output.quiet) return;
  const names = new Set<string>();
  for await (const { op } of entriesOf(handle)) if (op !== "") names.add(readableName(op));
  const isThere = [...names].some((name) => isOf(name, step));
  const nearest = isThere ? "" : nearestName(step, [...names]);
  const meant = nearest === "" ? "" : `; did you mean "${nearest}"?`;
  output.progress.sentence(
    plainText(isThere ? `"${step}" has printed nothing` : `no step begins with "${step}"${meant}`),
    "idle",
  );
}

async function follow(
  fresh: () => Promise<RunLogLine[]>,
  parts: { reading: Promise<void>; output: Output },
): Promise<undefined> {
  const { reading, output } = parts;
  let over = false;
  const end = reading.then(() => {
    over = true;
  });
  const host = nodeHost();
  while (!over) {
    await Promise.race([end, new Promise<void>((resolve) => void host.timer(everyMs, resolve))]);
    for (const line of await fresh()) printOne(line, output);
  }
  return undefined;
}

/** By its key, or as it is shown. */
function isOf(place: string, step: string): boolean {
  return place.startsWith(step) || readableName(place).startsWith(step);
}

function printAll(lines: readonly RunLogLine[], output: Output): void {
  if (output.json) output.result.stream.write(`${JSON.stringify({ v: 1, items: lines.map(lineJson), next: null })}\n`);
  else for (const line of lines) printOne(line, output);
}

/** As it is stored, and whose it is. */
function lineJson({ place: _, ...line }: RunLogLine) {
  return line;
}

/** `12:04:01.220Z info  page#17  text`; lines of a text stand below each other. */
function printOne(line: RunLogLine, { json, result }: Output): void {
  if (json) {
    result.stream.write(`${JSON.stringify({ v: 1, type: "log", ...lineJson(line) })}\n`);
    return;
  }
  const time = new Date(line.at).toISOString().slice(11);
  const head = [span(`${time} `, "idle"), span(pad(line.level, 5), tones[line.level] ?? "plain"), span("  ")];
  const step = line.place === "" ? [] : [span(`${plainText(readableName(line.place))}  `, "active")];
  for (const text of printedLines(line.text)) result.line([...head, ...step, span(plainText(text))]);
}
