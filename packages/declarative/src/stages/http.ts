/** `http`: a request. */
import { RetryAfter } from "@stepwell/core";
import { problem } from "../diagnosis/problem.ts";
import { declarativeFailure } from "../errors.ts";
import { opened } from "../expressions/secret.ts";
import { jsonOf, membersOf, textOf } from "../expressions/text.ts";
import { anyKey } from "../format/names.ts";
import { type HttpRequest, httpRequest, shownAddress, urlOf } from "./http-request.ts";
import { retryAfterMs } from "./retry-after.ts";
import type { ReadyStage, StageType } from "./stage-type.ts";

export const http: StageType = {
  key: "http",
  value: {
    shape: { kind: "text", called: "an address" },
    doc: "A request. Private addresses are refused unless the setting `private-hosts` allows them, also where it is sent on to. An attempt after one that was answered with `Retry-After` begins when that says, at most a day later. Outputs: `status`, `headers`, `body`, and `json` where the answer is JSON.",
    example: "name: Rates\nhttp: https://example.org/rates?day=${{ params.day }}\nretry: 3\ntimeout: 10 s\n",
    template: true,
  },
  keys: {
    method: {
      shape: {
        kind: "word",
        words: { GET: "", HEAD: "", POST: "", PUT: "", PATCH: "", DELETE: "", OPTIONS: "" },
        foreign: {
          get: "write GET",
          post: "write POST",
          put: "write PUT",
          patch: "write PATCH",
          delete: "write DELETE",
        },
      },
      doc: "What is done there.",
      example: "POST",
      default: "GET, with a body POST",
    },
    headers: {
      shape: { kind: "map", of: { kind: "text", mayBeEmpty: true }, names: anyKey, called: "header" },
      doc: "Headers.",
      example: '{ Authorization: "Bearer ${{ secrets.TOKEN }}" }',
      template: true,
    },
    query: {
      shape: { kind: "map", of: { kind: "any" }, names: anyKey, called: "name" },
      doc: "Put behind the address, encoded.",
      example: '{ day: "${{ params.day }}" }',
      template: true,
    },
    json: {
      shape: { kind: "any" },
      doc: "The body, sent as JSON.",
      example: '{ id: "${{ params.id }}" }',
      template: true,
    },
    body: {
      shape: { kind: "text", mayBeEmpty: true },
      doc: "The body, sent as it is.",
      example: "a=1",
      template: true,
    },
    status: {
      shape: { kind: "list", of: { kind: "number", whole: true, least: 100, most: 599 }, orOne: true, least: 1 },
      doc: "Answers that are no failure.",
      example: "[200, 404]",
      default: "200 to 299",
    },
  },
  check(stage, report) {
    if (stage.at("json") === undefined || stage.at("body") === undefined) return;
    const facts = { problem: '"http" has both json and body', cure: "write one of them" };
    report(problem("wrong-combination", facts, stage.locate(stage.value)));
  },
  async run(stage, s) {
    const statuses = stage.keys.status as readonly number[] | undefined;
    const wanted = (status: number) => statuses?.map(Number).includes(status) ?? (status >= 200 && status < 300);
    const { privateHosts } = s.reach;
    const answer = await s.step(async (body) => {
      const request = requestOf(stage);
      const given = await httpRequest(request, { privateHosts, wanted, signal: body.abortSignal });
      if (wanted(given.status)) return given;
      const { method, url } = request;
      const said = s.hide(given.body).slice(0, 200);
      const facts = { method, address: shownAddress(url), status: given.status, body: said };
      const error = declarativeFailure("http-status", facts);
      const after = retryAfterMs(given.headers["retry-after"], s.host.now());
      throw after === undefined ? error : new RetryAfter(after, { message: error.message, cause: error });
    });
    const json = jsonIn(answer.body, String(answer.headers["content-type"] ?? ""));
    return { outputs: { ...answer, ...(json === undefined ? {} : { json }) } };
  },
};

/** @throws http-failed where the address is none */
function requestOf({ value, keys }: ReadyStage): HttpRequest {
  const text = (given: unknown) => textOf(opened(given).value);
  const body = "json" in keys ? jsonOf(opened(keys.json).value) : "body" in keys ? text(keys.body) : undefined;
  const method = String(keys.method ?? (body === undefined ? "GET" : "POST"));
  const url = urlOf(text(value), method);
  for (const [name, given] of entriesOf(keys.query))
    for (const one of Array.isArray(given) ? given : [given]) url.searchParams.append(name, text(one));
  const headers = entriesOf(keys.headers).map(([name, given]) => [name.toLowerCase(), text(given)] as const);
  const type = "json" in keys ? { "content-type": "application/json" } : {};
  return { url, method, headers: { ...type, ...Object.fromEntries(headers) }, body };
}

function entriesOf(map: unknown): [string, unknown][] {
  return membersOf(Object(opened(map ?? {}).value) as object);
}

/** Undefined where there is none: the journal keeps the text alone. */
function jsonIn(body: string, type: string): unknown {
  if (!/[/+]json\b/i.test(type)) return undefined;
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return undefined;
  }
}
