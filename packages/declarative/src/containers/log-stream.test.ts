import { expect, test } from "vitest";
import { LogStream } from "./log-stream.ts";

function frame(stream: 1 | 2, text: string): Buffer {
  const bytes = Buffer.from(text);
  const head = Buffer.alloc(8);
  head[0] = stream;
  head.writeUInt32BE(bytes.length, 4);
  return Buffer.concat([head, bytes]);
}

const frames = Buffer.concat([frame(1, "héllo\n"), frame(2, "wrong 💥\n"), frame(1, ""), frame(1, "end")]);

test.each(Array.from({ length: 24 }, (_, n) => n + 1))("pieces of %i bytes give the same texts", (size) => {
  const said = { stdout: "", stderr: "" };
  const stream = new LogStream((from, text) => {
    said[from] += text;
  });
  for (let at = 0; at < frames.length; at += size) stream.add(frames.subarray(at, at + size));
  stream.end();
  expect(said).toEqual({ stdout: "héllo\nend", stderr: "wrong 💥\n" });
});
