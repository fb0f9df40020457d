import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { isPrivate } from "./public-address.ts";
import { ofStages, ran } from "./yaml-run.fixture.ts";

let port = 0;
let answer: (request: IncomingMessage, response: ServerResponse, body: string) => void;
const server = createServer((request, response) => {
  let body = "";
  request.on("data", (chunk) => {
    body += chunk;
  });
  request.on("end", () => answer(request, response, body));
});

beforeEach(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  port = (server.address() as AddressInfo).port;
});
afterEach(() => {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(resolve));
});

const here = () => ({ privateHosts: [`127.0.0.1:${port}`] });
const http = (rest: string, path = "/") => ofStages(`- id: h\n  http: http://127.0.0.1:${port}${path}\n${rest}`);

describe("http", () => {
  test("sends JSON, headers and query; gives status, headers, body and json; hides secrets", async () => {
    answer = (request, response, body) => {
      response.setHeader("content-type", "application/json; charset=utf-8");
      const { method, url, headers } = request;
      response.end(JSON.stringify({ method, url, body: JSON.parse(body), auth: headers.authorization }));
    };
    const text = http(
      '  headers: { Authorization: "Bearer ${{ secrets.T }}" }\n  query: { day: "1 & 2", n: [1, 2] }\n  json: { a: 1 }\n',
    );
    const { context } = await ran(text, {}, { ...here(), secrets: new Map([["T", "s3cr3t-value"]]) });
    expect(context.errors).toEqual([]);
    const json = { method: "POST", url: "/?day=1+%26+2&n=1&n=2", body: { a: 1 }, auth: "Bearer ***" };
    expect(context.outputs).toMatchObject({ job: { status: 200, json } });
    expect(JSON.stringify(context)).not.toContain("s3cr3t");
  });

  test("a status that is not expected is a failure, tried again as often as the stage says", async () => {
    let count = 0;
    answer = (_, response) => {
      response.statusCode = ++count < 3 ? 503 : 404;
      response.end(`try ${count}`);
    };
    const failed = await ran(http("  retry: { max-attempts: 2, initial: 0.001 }\n"), {}, here());
    expect(failed.context.errors).toMatchObject([
      { code: "http-status", message: expect.stringContaining("503: try 2") },
    ]);
    const fine = await ran(http("  status: [200, 404]\n"), {}, here());
    expect(fine.context.outputs).toMatchObject({ job: { status: 404, body: "try 3" } });
  });

  test("is tried again when the answer says, and the failure stays what it was", async () => {
    const after = ["1", new Date(0).toUTCString(), "soon"];
    let count = 0;
    const times: number[] = [];
    answer = (_, response) => {
      times.push(performance.now());
      response.statusCode = 429;
      response.setHeader("retry-after", after[count++] ?? "");
      response.end(`try ${count}`);
    };
    const { context } = await ran(http("  retry: { max-attempts: 3, initial: 0.001 }\n"), {}, here());
    expect(context.errors).toMatchObject([{ code: "http-status", message: expect.stringContaining("429: try 3") }]);
    const [first = 0, second = 0, third = 0] = times;
    expect(second - first).toBeGreaterThan(990);
    expect(third - second).toBeLessThan(900);
  });

  test("a timeout ends the request", async () => {
    const closed = new Promise<void>((resolve) => {
      answer = (request) => void request.socket.on("close", () => resolve());
    });
    const { context } = await ran(http("  timeout: 0.2\n"), {}, here());
    expect(context.errors).toMatchObject([{ code: "step-timeout" }]);
    await closed;
  });

  test("private addresses are refused, written, resolved, or reached by being sent on", async () => {
    const asked: (string | undefined)[] = [];
    answer = (request, response) => {
      asked.push(request.url);
      if (request.url === "/") response.writeHead(302, { location: `http://localhost:${port}/inner` });
      response.end();
    };
    const refused = [{ code: "http-address-refused" }];
    expect((await ran(http("", "/direct"))).context.errors).toMatchObject(refused);
    const named = ofStages(`- id: h\n  http: http://localhost:${port}/named\n`);
    expect((await ran(named)).context.errors).toMatchObject(refused);
    expect((await ran(http(""), {}, here())).context.errors).toMatchObject(refused);
    expect(asked).toEqual(["/"]);
  });

  test("what is sent on goes there, without the key of the first", async () => {
    answer = (request, response) => {
      if (request.url === "/") response.writeHead(302, { location: `http://localhost:${port}/next` });
      response.end(`${request.method} ${request.url} ${request.headers.authorization ?? "none"}`);
    };
    const options = { privateHosts: ["127.0.0.1", "localhost"] };
    const { context } = await ran(http("  headers: { Authorization: key }\n  body: a=1\n"), {}, options);
    expect(context.outputs).toMatchObject({ job: { body: "GET /next none" } });
  });

  test("an endless answer, an endless way, and what is no address are failures", async () => {
    answer = (request, response) => {
      if (request.url === "/round") response.writeHead(307, { location: "/round" }).end();
      else response.end("x".repeat(17 * 1_024 * 1_024));
    };
    for (const path of ["/large", "/round"])
      expect((await ran(http("", path), {}, here())).context.errors).toMatchObject([{ code: "http-failed" }]);
    expect((await ran(ofStages("- http: nowhere\n"))).context.errors).toMatchObject([{ code: "http-failed" }]);
  });
});

test.each([
  "127.0.0.1",
  "10.1.2.3",
  "169.254.169.254",
  "192.168.0.1",
  "172.31.255.255",
  "0.0.0.0",
  "::1",
  "::",
  "::ffff:127.0.0.1",
  "::ffff:a00:1",
  "fe80::1",
  "fd00::1",
  "64:ff9b::7f00:1",
  "2002:7f00:1::",
  "ff02::1",
  "not an address",
])("%s is private", (address) => expect(isPrivate(address)).toBe(true));

test.each(["1.1.1.1", "172.32.0.1", "8.8.8.8", "2606:4700::1111"])("%s is public", (address) =>
  expect(isPrivate(address)).toBe(false),
);
