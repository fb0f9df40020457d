import type { Region } from "./census-regions.ts";
import { ConnectionError, HttpError } from "./http-error.ts";

export type RegionQuestion = {
  /** As `RegionService.url`. */
  serviceUrl: string;
  iata: string;
  latitude: number;
  longitude: number;
};

/**
 * Asks the region service once; to ask again is the caller's business. A refusal is an `HttpError`, a broken connection a
 * `ConnectionError`, an abort the reason of the signal.
 */
export async function lookupRegion(question: RegionQuestion, signal?: AbortSignal): Promise<Region> {
  const { serviceUrl, iata, latitude, longitude } = question;
  const url = new URL("/region", serviceUrl);
  url.search = new URLSearchParams({ iata, lat: String(latitude), lon: String(longitude) }).toString();
  try {
    const response = await fetch(url, { signal: signal ?? null });
    // The body is read in any case: unread, it would keep its connection from the next question.
    const answer = (await response.json()) as { region: Region };
    if (!response.ok) throw new HttpError(url.host, response);
    return answer.region;
  } catch (error) {
    if (error instanceof HttpError || signal?.aborted) throw error;
    throw new ConnectionError(url.host, error);
  }
}
