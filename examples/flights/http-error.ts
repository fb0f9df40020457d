/** The service answered, but not with what was asked for. */
export class HttpError extends Error {
  override readonly name = "HttpError";
  readonly status: number;
  /** How long the service asks to be left alone; undefined when it did not say. */
  readonly retryAfterMs: number | undefined;

  constructor(host: string, { status, headers }: Response) {
    super(`${status} from ${host}`);
    this.status = status;
    this.retryAfterMs = secondsToMs(headers.get("retry-after"));
  }
}

/** There was no whole answer: nobody listens, or the connection broke. */
export class ConnectionError extends Error {
  override readonly name = "ConnectionError";

  constructor(host: string, cause: unknown) {
    super(`no answer from ${host}`, { cause });
  }
}

/** Of the header's two forms only that of whole seconds; a date is taken as if nothing were said. */
function secondsToMs(header: string | null): number | undefined {
  return header !== null && /^\d+$/.test(header) ? Number(header) * 1_000 : undefined;
}
