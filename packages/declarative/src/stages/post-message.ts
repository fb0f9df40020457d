/** A message as JSON, to the address of a webhook. */
import { declarativeFailure } from "../errors.ts";
import { httpRequest, shownAddress, urlOf } from "./http-request.ts";

const method = "POST";

export interface Posting {
  readonly privateHosts: ReadonlySet<string>;
  readonly signal: AbortSignal;
  /** A text without secrets. Default: it holds none. */
  readonly hide?: (text: string) => string;
}

/** @throws http-failed, http-status, http-address-refused */
export async function postMessage(
  address: string,
  message: object,
  { privateHosts, signal, hide = (text) => text }: Posting,
): Promise<void> {
  const url = urlOf(address, method);
  const wanted = (status: number): boolean => status >= 200 && status < 300;
  const request = { url, method, headers: { "content-type": "application/json" }, body: JSON.stringify(message) };
  const { status, body } = await httpRequest(request, { privateHosts, wanted, signal });
  if (!wanted(status))
    throw declarativeFailure("http-status", {
      method,
      address: shownAddress(url),
      status,
      body: hide(body).slice(0, 200),
    });
}
