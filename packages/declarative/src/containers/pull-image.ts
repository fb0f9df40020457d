/** Whether an image is there, and where it comes from when it is not. */
import { declarativeFailure } from "../errors.ts";
import type { DockerEngine } from "./docker-engine.ts";

export type PullPolicy = "missing" | "always" | "never";

/** `host:5000/name/of-it:tag@sha256:…`: it becomes part of a path. */
export function isImage(text: string): boolean {
  return (
    text.length < 500 &&
    /^[\p{L}\p{N}][\w.-]*(?::\d+)?(?:\/[\w-][\w.-]*)*(?::[\w][\w.-]*)?(?:@\w+:[\da-f]+)?$/u.test(text)
  );
}

interface Pull {
  /** A name of an image. */
  readonly image: string;
  readonly policy: PullPolicy;
  readonly signal: AbortSignal;
  /** Told that it begins, which may take long. */
  readonly log: (text: string) => void;
}

/** @throws image-unavailable, docker-unavailable, docker-refused */
export async function pullImage(engine: DockerEngine, { image, policy, signal, log }: Pull): Promise<void> {
  if (policy !== "always") {
    const path = `/images/${image}/json`;
    const { status } = await engine.json({ method: "GET", path, also: [404], signal });
    if (status !== 404) return;
    if (policy === "never") throw unavailable(image, "it is not there, and pull is never");
  }
  log(`pulling ${image}`);
  const { name, tag } = partsOf(image);
  const asked = {
    method: "POST",
    path: "/images/create",
    query: { fromImage: name, tag },
    also: [404, 500],
    signal,
  } as const;
  const response = await engine.open(asked);
  let text = "";
  // Lines of progress; a failure is one of them, behind a status that says that all is well.
  for await (const chunk of response.setEncoding("utf8") as AsyncIterable<string>) text = lastLines(text + chunk);
  signal.throwIfAborted();
  const problem = problemIn(text);
  if (problem !== undefined) throw unavailable(image, problem);
  if (response.statusCode !== 200) throw unavailable(image, `the engine answered with ${response.statusCode}`);
}

/** `host:5000/name:tag@sha256:…`: without a tag the engine would take all that there are. */
function partsOf(image: string): { readonly name: string; readonly tag: string } {
  const at = image.indexOf("@");
  if (at !== -1) return { name: image.slice(0, at).replace(/:[^:/]+$/, ""), tag: image.slice(at + 1) };
  const [, name = image, tag = "latest"] = /^(.+):([^:/]+)$/.exec(image) ?? [];
  return { name, tag };
}

/** Progress is long, and only its end tells how it went. */
function lastLines(text: string): string {
  return text.length > 64 * 1_024 ? text.slice(-32 * 1_024) : text;
}

function problemIn(text: string): string | undefined {
  const lines = text.split("\n").flatMap((line) => {
    try {
      return [JSON.parse(line) as { error?: unknown; message?: unknown }];
    } catch {
      return [];
    }
  });
  const found = lines.map(({ error, message }) => error ?? message).find((one) => typeof one === "string");
  return found === undefined ? undefined : String(found);
}

function unavailable(image: string, problem: string): Error {
  return declarativeFailure("image-unavailable", { image, problem });
}
