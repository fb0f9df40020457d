import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { readAirports } from "./airports.ts";
import { greatCircleMiles, type Place } from "./atlas.ts";
import { type Region, regionOfState } from "./census-regions.ts";
import { type Treatment, treatment } from "./failure-schedule.ts";

export type RegionService = AsyncDisposable & {
  /** "http://127.0.0.1:PORT" */
  url: string;
  /** Questions so far, those that were failed on purpose included. */
  requests(): number;
  /** Those of `requests` that got no answer. */
  failures(): number;
  /** Ends at once: open connections are cut, slow answers are never given. */
  close(): Promise<void>;
};

const slowAnswerMs = 300;
const retryAfterSeconds = 1;

/**
 * A stand-in for somebody else's unreliable service: it knows the census region of an airport, and fails on a schedule.
 * It counts tries by airport for as long as it lives; one that is started anew begins its schedule anew.
 */
export async function startRegionService({ seed = 1 } = {}): Promise<RegionService> {
  const places = placesWithRegion();
  const attempts = new Map<string, number>();
  const closing = new AbortController();
  let requests = 0;
  let failures = 0;

  const server = createServer((request, response) => {
    requests++;
    const question = readQuestion(request);
    if (!question) return send(response, 400, { error: "ask GET /region?iata=XXX&lat=..&lon=.." });
    const attempt = (attempts.get(question.iata) ?? 0) + 1;
    attempts.set(question.iata, attempt);
    const kind = treatment(seed, question.iata, attempt);
    if (kind !== "answer" && kind !== "slow") failures++;
    treat(response, kind, { iata: question.iata, region: findRegion(question, places) }, closing.signal);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  // Whoever asks keeps the process alive; the service alone does not.
  server.unref();
  server.on("connection", (socket) => socket.unref());

  async function close(): Promise<void> {
    closing.abort();
    if (!server.listening) return;
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  }

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests: () => requests,
    failures: () => failures,
    close,
    [Symbol.asyncDispose]: close,
  };
}

type Question = Place & { iata: string };

function readQuestion(request: IncomingMessage): Question | undefined {
  const url = new URL(request.url ?? "/", "http://service");
  const iata = url.searchParams.get("iata") ?? "";
  const latitude = Number.parseFloat(url.searchParams.get("lat") ?? "");
  const longitude = Number.parseFloat(url.searchParams.get("lon") ?? "");
  const complete = /^[A-Z0-9]{3,4}$/.test(iata) && Number.isFinite(latitude) && Number.isFinite(longitude);
  const asked = request.method === "GET" && url.pathname === "/region" && complete;
  return asked ? { iata, latitude, longitude } : undefined;
}

type KnownPlace = Place & { iata: string; region: Region };

function placesWithRegion(): KnownPlace[] {
  return readAirports().flatMap(({ iata, state, latitude, longitude }) => {
    const region = regionOfState(state);
    return region ? [{ iata, region, latitude, longitude }] : [];
  });
}

/** By the airport's own state, else as the nearest airport: for a few the file names no state. */
function findRegion(question: Question, places: readonly KnownPlace[]): Region {
  const known = places.find((place) => place.iata === question.iata);
  if (known) return known.region;
  return places.reduce((best, place) =>
    greatCircleMiles(question, place) < greatCircleMiles(question, best) ? place : best,
  ).region;
}

function treat(response: ServerResponse, kind: Treatment, answer: object, closing: AbortSignal): void {
  if (kind === "answer") send(response, 200, answer);
  else if (kind === "slow") {
    // Rejects only when the service closes, and then nobody listens any more.
    pause(slowAnswerMs, undefined, { signal: closing }).then(
      () => send(response, 200, answer),
      () => {},
    );
  } else if (kind === "busy") {
    response.setHeader("retry-after", retryAfterSeconds);
    send(response, 429, { error: "too many questions" });
  } else if (kind === "error") send(response, 500, { error: "something broke" });
  else response.socket?.destroy();
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
}
