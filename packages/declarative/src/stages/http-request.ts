/** One request, and those to which it is sent on. Each address is checked when its connection is made. */
import { type IncomingMessage, request as plainRequest } from "node:http";
import { request as safeRequest } from "node:https";
import { isIP } from "node:net";
import { messageOf, StepwellError } from "@stepwell/core";
import { declarativeFailure } from "../errors.ts";
import { isPrivate, publicLookup } from "./public-address.ts";

export interface HttpRequest {
  readonly url: URL;
  readonly method: string;
  /** Names in small letters. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: string;
}

export interface HttpRules {
  /** `name` or `name:port` that may have private addresses. */
  readonly privateHosts: ReadonlySet<string>;
  /** An answer that is wanted is not followed elsewhere. */
  readonly wanted: (status: number) => boolean;
  readonly signal: AbortSignal;
}

const most = { redirects: 5, bytes: 16 * 1_024 * 1_024, silenceMs: 60_000 } as const;
const redirects: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
/** Not for others than those to whom they were addressed. */
const private_: ReadonlySet<string> = new Set(["authorization", "cookie", "proxy-authorization"]);

/** @throws http-failed, http-address-refused */
export async function httpRequest(first: HttpRequest, rules: HttpRules): Promise<HttpAnswer> {
  let asked = first;
  for (let count = 0; count <= most.redirects; count++) {
    const answer = await exchange(asked, rules);
    const { location } = answer.headers;
    if (!redirects.has(answer.status) || typeof location !== "string" || rules.wanted(answer.status)) return answer;
    asked = redirected(asked, location, answer.status);
  }
  throw failed(first, `it was sent on more than ${most.redirects} times`);
}

function redirected({ url, method, headers, body }: HttpRequest, location: string, status: number): HttpRequest {
  if (!URL.canParse(location, url)) throw failed({ url, method }, "it was sent on to what is no address");
  const next = new URL(location, url);
  const afresh = status === 303 ? method !== "HEAD" : status < 303 && method === "POST";
  const kept = Object.entries(headers).filter(
    ([name]) => !(next.origin !== url.origin && private_.has(name)) && !(afresh && name.startsWith("content-")),
  );
  const rest = afresh ? { method: "GET", body: undefined } : { method, body };
  return { url: next, headers: Object.fromEntries(kept), ...rest };
}

async function exchange(asked: HttpRequest, { privateHosts, signal }: HttpRules): Promise<HttpAnswer> {
  const { url, method, headers, body } = asked;
  if (url.protocol !== "http:" && url.protocol !== "https:") throw failed(asked, "its address is not of http or https");
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const refusal = (address: string) => declarativeFailure("http-address-refused", { host, address });
  const allowed = privateHosts.has(host) || privateHosts.has(url.host);
  // An address that stands there itself is never looked up.
  if (!allowed && isIP(host) !== 0 && isPrivate(host)) throw refusal(host);
  const send = url.protocol === "https:" ? safeRequest : plainRequest;
  const options = {
    method,
    headers: { "accept-encoding": "identity", ...headers },
    signal,
    agent: false,
    timeout: most.silenceMs,
    ...(allowed ? {} : { lookup: publicLookup(refusal) }),
  } as const;
  try {
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      const request = send(url, options, resolve);
      request.on("error", reject);
      request.on("timeout", () => request.destroy(failed(asked, `nothing came for ${most.silenceMs / 1_000} s`)));
      request.end(body);
    });
    return { status: response.statusCode ?? 0, headers: headersOf(response), body: await textOf(asked, response) };
  } catch (error) {
    if (error instanceof StepwellError) throw error;
    throw failed(asked, messageOf(error) || String((error as { code?: unknown }).code), error);
  }
}

function headersOf({ headers }: IncomingMessage): Readonly<Record<string, string | string[]>> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

async function textOf(asked: HttpRequest, response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > most.bytes) throw failed(asked, `its answer is longer than ${most.bytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** @throws http-failed where the address is none */
export function urlOf(address: string, method: string): URL {
  if (URL.canParse(address)) return new URL(address);
  const problem = "its address is none, such as https://HOST/PATH";
  throw declarativeFailure("http-failed", { method, address: "?", problem });
}

/** What stands behind the path may be secret. */
export function shownAddress({ origin, pathname }: URL): string {
  return `${origin}${pathname}`;
}

function failed({ url, method }: Pick<HttpRequest, "url" | "method">, problem: string, cause?: unknown): Error {
  return declarativeFailure("http-failed", { method, address: shownAddress(url), problem }, cause);
}
