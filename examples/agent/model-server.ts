/**
 * A model of one's own behind HTTP: deterministic, and each answer costs. What was paid for stands in a file, by the key
 * of its request: who asks again with the same key gets the same answer and pays nothing, also after a restart.
 */
import { appendFileSync, mkdirSync, readFileSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { dirname } from "node:path";
import { text } from "node:stream/consumers";
import type { Message, Reply } from "./chat.ts";
import { nextStep } from "./script.ts";

export interface Bill {
  readonly key: string;
  readonly reply: Reply;
}

export interface ModelServer extends AsyncDisposable {
  /** "http://127.0.0.1:PORT" */
  readonly url: string;
}

/** @param billFile a line per answer that was paid for */
export async function startModelServer(billFile: string): Promise<ModelServer> {
  mkdirSync(dirname(billFile), { recursive: true });
  const paid = new Map(readBills(billFile).map(({ key, reply }) => [key, reply]));
  const seen = new Set<string>();

  const answer = (key: string, conversation: readonly Message[]): Reply => {
    const before = paid.get(key);
    if (before !== undefined) return before;
    const step = nextStep(conversation);
    const reply = { ...step, tokens: tokensOf(conversation) + tokensOf([{ role: "model", ...step }]) };
    appendFileSync(billFile, `${JSON.stringify({ key, reply } satisfies Bill)}\n`);
    paid.set(key, reply);
    return reply;
  };

  const server = createServer(async (request, response) => {
    const key = String(request.headers["idempotency-key"] ?? "");
    const conversation = await readConversation(request);
    // Each third question is refused at first, as a service under load does.
    const busy = !seen.has(key) && !paid.has(key) && seen.size % 3 === 2;
    seen.add(key);
    const [status, body] = busy ? [503, { error: "overloaded" }] : [200, answer(key, conversation)];
    response.writeHead(status, { "content-type": "application/json" });
    response.end(JSON.stringify(body));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  server.unref();
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

export function readBills(file: string): Bill[] {
  let lines: string[];
  try {
    lines = readFileSync(file, "utf8").split("\n");
  } catch {
    return [];
  }
  // A kill in the middle of writing leaves half a line: that answer was never given.
  return lines.slice(0, -1).flatMap((line) => {
    try {
      return [JSON.parse(line) as Bill];
    } catch {
      return [];
    }
  });
}

async function readConversation(request: IncomingMessage): Promise<readonly Message[]> {
  return (JSON.parse(await text(request)) as { messages: readonly Message[] }).messages;
}

/** About four characters make a token. */
function tokensOf(messages: readonly Message[]): number {
  return Math.ceil(JSON.stringify(messages).length / 4);
}
