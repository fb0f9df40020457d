/** What a container prints. */
import { type BodyContext, limits } from "@stepwell/core";
import { OutputLines } from "@stepwell/core/text";
import type { HiddenTexts } from "../expressions/hidden-texts.ts";
import { Kept } from "../scripts/process/kept-output.ts";
import { outputLimits } from "../scripts/process/script-limits.ts";
import type { DockerEngine } from "./docker-engine.ts";
import { LogStream } from "./log-stream.ts";

/** Its lines as they come, from the first one on; what was kept of them. */
export async function containerLogs(
  engine: DockerEngine,
  id: string,
  { body, hidden }: { readonly body: BodyContext; readonly hidden?: HiddenTexts | undefined },
): Promise<{ stdout: string; stderr: string }> {
  const kept = { stdout: new Kept(outputLimits.keptChars, hidden), stderr: new Kept(outputLimits.keptChars, hidden) };
  const line = (text: string): void => body.log(text);
  const lines = {
    stdout: new OutputLines(limits.logLineBytes, line, hidden),
    stderr: new OutputLines(limits.logLineBytes, line, hidden),
  };
  const stream = new LogStream((from, text) => {
    kept[from].add(text);
    lines[from].add(text);
  });
  const query = { follow: "1", stdout: "1", stderr: "1" };
  const response = await engine.open({
    method: "GET",
    path: `/containers/${id}/logs`,
    query,
    signal: body.abortSignal,
  });
  for await (const piece of response as AsyncIterable<Buffer>) stream.add(piece);
  stream.end();
  for (const each of Object.values(lines)) each.end();
  return { stdout: kept.stdout.text, stderr: kept.stderr.text };
}
