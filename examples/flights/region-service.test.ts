import { afterEach, beforeEach, expect, test } from "vitest";
import { readAirports } from "./airports.ts";
import { type Treatment, treatment } from "./failure-schedule.ts";
import { ConnectionError, HttpError } from "./http-error.ts";
import { lookupRegion } from "./lookup-region.ts";
import { type RegionService, startRegionService } from "./region-service.ts";

const seed = 1;
const airports = readAirports();
let service: RegionService;

beforeEach(async () => {
  service = await startRegionService({ seed });
});
afterEach(() => service.close());

const airportTreated = (kind: Treatment, attempt = 1) =>
  airports.find((airport) => airport.state === "TX" && treatment(seed, airport.iata, attempt) === kind)!;
const ask = (airport: { iata: string; latitude: number; longitude: number }, signal?: AbortSignal) =>
  lookupRegion({ serviceUrl: service.url, ...airport }, signal);

test("the region of an airport is that of its state", async () => {
  expect(await ask(airportTreated("answer"))).toBe("South");
});

test("an airport that the file gives no state has the region of its nearest neighbour", async () => {
  const marquette = airports.find((airport) => airport.iata === "MQT")!;
  expect(marquette.state).toBe("");
  expect(await ask(marquette)).toBe("Midwest");
});

test("a busy service says when to come back", async () => {
  const error = await ask(airportTreated("busy")).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(HttpError);
  expect(error).toMatchObject({ status: 429, retryAfterMs: 1_000 });
});

test("a failing service is a 500 without advice", async () => {
  const error = await ask(airportTreated("error")).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ name: "HttpError", status: 500, retryAfterMs: undefined });
  expect((error as Error).message).toBe(`500 from ${new URL(service.url).host}`);
});

test("a cut connection is an error of its own", async () => {
  await expect(ask(airportTreated("cut"))).rejects.toBeInstanceOf(ConnectionError);
});

test("a slow answer can be given up, with the signal's own reason", async () => {
  const reason = new Error("enough");
  const giveUp = new AbortController();
  const answer = ask(airportTreated("slow"), giveUp.signal);
  giveUp.abort(reason);
  await expect(answer).rejects.toBe(reason);
});

test("asked often enough, every airport gets its answer, after exactly the failures of the schedule", async () => {
  const some = airports.filter((airport) => airport.country === "USA").slice(0, 150);
  const regions = await Promise.all(some.map((airport) => askUntilAnswered(airport)));
  expect(regions.every(Boolean)).toBe(true);
  let expected = 0;
  for (const { iata } of some) {
    let attempt = 1;
    while (!["answer", "slow"].includes(treatment(seed, iata, attempt))) attempt++;
    expected += attempt;
  }
  expect(service.requests()).toBe(expected);
  expect(service.failures()).toBe(expected - some.length);
});

test.each(["/region?iata=DFW", "/region?iata=DFW&lat=x&lon=1", "/region?iata=&lat=1&lon=1", "/"])(
  "%s is a bad question",
  async (path) => {
    const response = await fetch(service.url + path);
    expect(response.status).toBe(400);
  },
);

test("closing cuts answers under way and may be repeated", async () => {
  const answer = ask(airportTreated("slow")).catch((error: unknown) => error);
  while (service.requests() === 0) await new Promise(setImmediate);
  await Promise.all([service.close(), service.close()]);
  expect(await answer).toBeInstanceOf(ConnectionError);
  await expect(ask(airportTreated("answer"))).rejects.toBeInstanceOf(ConnectionError);
});

async function askUntilAnswered(airport: (typeof airports)[number]): Promise<string> {
  for (;;) {
    try {
      return await ask(airport);
    } catch (error) {
      if (!(error instanceof HttpError || error instanceof ConnectionError)) throw error;
    }
  }
}
