/** The environment of a real process. */
import type { SettingsLoader } from "@stepwell/declarative/config";
import type { Environment, OutputStream, Signal } from "./environment.ts";

const signals: readonly Signal[] = ["SIGINT", "SIGTERM"];

export function processEnvironment(real: NodeJS.Process, settings: SettingsLoader): Environment {
  return {
    args: real.argv.slice(2),
    variables: settings.rest,
    settings,
    folder: real.cwd(),
    platform: real.platform,
    stdout: outputStream(real.stdout),
    stderr: outputStream(real.stderr),
    readInput: async () => {
      const chunks: Uint8Array[] = [];
      for await (const chunk of real.stdin) chunks.push(Buffer.from(chunk));
      return Buffer.concat(chunks).toString();
    },
    onSignal: (fn) => {
      for (const signal of signals) real.on(signal, fn);
      return {
        stop: () => {
          for (const signal of signals) real.off(signal, fn);
        },
      };
    },
    leave: (code) => real.exit(code),
  };
}

/** What a pipe says whose other end is closed; the last one is Windows. */
const readerLeft: ReadonlySet<string> = new Set(["EPIPE", "ECONNRESET", "EOF"]);

function outputStream(stream: NodeJS.WriteStream): OutputStream {
  let broken: NodeJS.ErrnoException | undefined;
  // Whoever reads it has left (`| head`), or the disk is full: what is still said goes nowhere, and a run goes on.
  stream.on("error", (error) => {
    broken ??= error;
  });
  const original = stream.write.bind(stream);
  return {
    isTerminal: stream.isTTY === true,
    size: () => ({ columns: stream.columns || 80, rows: stream.rows || 24 }),
    write: (text) => {
      if (broken === undefined && text !== "") original(text);
    },
    onResize: (fn) => {
      stream.on("resize", fn);
      return { stop: () => stream.off("resize", fn) };
    },
    divert: (fn) => {
      stream.write = diverted(fn) as typeof stream.write;
      return {
        stop: () => {
          stream.write = original;
        },
      };
    },
    flush: async () => {
      if (broken === undefined) await new Promise<void>((resolve) => void original("", () => resolve()));
      if (broken !== undefined && !readerLeft.has(broken.code ?? "")) throw broken;
    },
  };
}

type Written = (error?: Error | null) => void;

function diverted(fn: (text: string) => void) {
  return (chunk: string | Uint8Array, second?: BufferEncoding | Written, third?: Written): boolean => {
    const encoding = typeof second === "string" ? second : "utf8";
    fn(typeof chunk === "string" ? chunk : Buffer.from(chunk).toString(encoding));
    const done = typeof second === "function" ? second : third;
    if (done !== undefined) queueMicrotask(done);
    return true;
  };
}
