/** What `logs` prints: the stored lines, and with -f those that come. */
import { nodeHost, type StoredLog } from "@stepwell/core";
import type { CommandCall } from "./command-spec.ts";
import { exitCodeOfSignal, listenForInterruption } from "./follow/interruption.ts";
import { PacedEvents } from "./follow/paced-events.ts";
import { openToLook } from "./open-engine.ts";
import type { Output } from "./output.ts";
import { wholeNumberOf } from "./run-filter.ts";
import { findRun } from "./run-reference.ts";
import { plainText, printedLines } from "./terminal/sanitise.ts";
import { pad, span, type Tone } from "./terminal/spans.ts";

const pageLines = 10_000;
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
    let position = 0;
    const fresh = async (): Promise<StoredLog[]> => {
      const found: StoredLog[] = [];
      for (;;) {
        const page = await handle.logs({ after: position, limit: pageLines });
        position = page.at(-1)?.position ?? position;
        for (const line of page) if (step === undefined || line.op.startsWith(step)) found.push(line);
        if (page.length < pageLines) return found;
      }
    };
    const lines = await fresh();
    const last = Number.isFinite(limit) ? lines.slice(-limit) : lines;
    if (!given.flag("follow")) {
      printAll(last, output);
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

async function follow(
  fresh: () => Promise<StoredLog[]>,
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

function printAll(lines: readonly StoredLog[], output: Output): void {
  if (output.json) output.result.stream.write(`${JSON.stringify({ v: 1, items: lines, next: null })}\n`);
  else for (const line of lines) printOne(line, output);
}

/** `12:04:01.220Z info  page#17  text`; lines of a text stand below each other. */
function printOne(line: StoredLog, { json, result }: Output): void {
  if (json) {
    result.stream.write(`${JSON.stringify({ v: 1, type: "log", ...line })}\n`);
    return;
  }
  const time = new Date(line.at).toISOString().slice(11);
  const head = [span(`${time} `, "idle"), span(pad(line.level, 5), tones[line.level] ?? "plain"), span("  ")];
  const step = line.op === "" ? [] : [span(`${plainText(line.op)}  `, "active")];
  for (const text of printedLines(line.text)) result.line([...head, ...step, span(plainText(text))]);
}
