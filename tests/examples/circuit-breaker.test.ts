import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ExampleRun } from "./example-run.ts";

let example: ExampleRun;
let server: Server;
let service = "";
let asked: string[] = [];
/** What the service answers, by path. */
let answers: Record<string, number> = {};

beforeEach(async () => {
  example = new ExampleRun("circuit-breaker/prices.yml");
  [asked, answers] = [[], { "/health": 200, "/prices": 200 }];
  server = createServer((request, response) => {
    const path = request.url ?? "";
    asked.push(path);
    response.statusCode = answers[path] ?? 404;
    response.end(JSON.stringify({ tea: 300 }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  service = `service=http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  example.remove();
  await new Promise((resolve) => server.close(resolve));
});

const fresh = { from: "service", prices: { tea: 300 } };
const old = { from: "last known", prices: { tea: 320, cup: 950 } };

test("a service that is well is asked for its prices", { timeout: 60_000 }, async () => {
  expect(await example.run(["-p", service])).toEqual(fresh);
  expect(asked).toEqual(["/health", "/prices"]);
});

test("one that is ill is left alone, by the runs after this one as well", { timeout: 60_000 }, async () => {
  answers["/health"] = 503;
  expect(await example.run(["-p", service], "first")).toEqual(old);
  answers["/health"] = 200;
  expect(await example.run(["-p", service], "second")).toEqual(old);
  expect(asked).toEqual(["/health"]);
});

test("one that falls ill in between is tried three times", { timeout: 60_000 }, async () => {
  answers["/prices"] = 500;
  expect(await example.run(["-p", service])).toEqual(old);
  expect(asked).toEqual(["/health", "/prices", "/prices", "/prices"]);
});

test("killed while the service is asked for prices, it asks again, and not for its health", {
  timeout: 60_000,
}, async () => {
  server.removeAllListeners("request");
  let killed = false;
  const arrived = new Promise<void>((resolve) => {
    server.on("request", (request, response) => {
      asked.push(request.url ?? "");
      if (request.url === "/prices" && !killed) return resolve();
      response.end(JSON.stringify({ tea: 300 }));
    });
  });
  const first = example.begin("cut off", ["-p", service]);
  await arrived;
  killed = true;
  await first.kill();
  const { code, stdout } = await example.command("resume", "cut off", "-q");
  expect([code, JSON.parse(stdout)]).toEqual([0, fresh]);
  expect(asked).toEqual(["/health", "/prices", "/prices"]);
});
