/** Sends an email by the configured server. The library is loaded when the first one is sent. */
import { createHash } from "node:crypto";
import { messageOf } from "@stepwell/core";
import { declarativeFailure } from "../errors.ts";

/** What is configured of it. */
export interface EmailServer {
  /** smtp://USER:PASSWORD@HOST:PORT, or smtps://. */
  readonly url: string;
  /** The address that it comes from. */
  readonly from: string;
}

export interface Email {
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  /** Equal at every attempt: servers drop what they have already. */
  readonly key: string;
}

/** How long a server may say nothing. */
const silenceMs = 30_000;

/** @throws email-failed, email-library-missing */
export async function sendEmail(
  server: EmailServer,
  { to, subject, text, key }: Email,
  signal?: AbortSignal,
): Promise<void> {
  const { createTransport } = await loadLibrary();
  const id = createHash("sha256").update(key).digest("hex").slice(0, 32);
  const transport = createTransport(optionsOf(server.url));
  const closed = Promise.withResolvers<never>();
  const stop = (): void => {
    transport.close();
    closed.reject(signal?.reason);
  };
  signal?.addEventListener("abort", stop, { once: true });
  try {
    signal?.throwIfAborted();
    const message = {
      from: server.from,
      to: [...to],
      subject: subject.replaceAll(/\s+/g, " "),
      text,
      messageId: `<${id}@stepwell>`,
    };
    const sent = transport.sendMail(message);
    // When it was stopped, nobody waits for it any more.
    sent.catch(() => {});
    const { rejected } = await Promise.race([sent, closed.promise]);
    if (rejected.length > 0) throw new TypeError(`refused for ${rejected.length} of ${to.length} addresses`);
  } catch (error) {
    if (signal?.aborted === true) throw error;
    throw declarativeFailure("email-failed", { server: shown(server.url), problem: messageOf(error) }, error);
  } finally {
    signal?.removeEventListener("abort", stop);
    transport.close();
  }
}

interface Library {
  createTransport(options: object): {
    sendMail(message: object): Promise<{ readonly rejected: readonly unknown[] }>;
    close(): void;
  };
}

/** Not a literal in the import: it need not be there, nor its types, where nobody sends an email. */
const library: string = "nodemailer";

async function loadLibrary(): Promise<Library> {
  try {
    return (await import(library)) as Library;
  } catch (error) {
    throw declarativeFailure("email-library-missing", { library }, error);
  }
}

/** A password is given to nobody in the clear, unless the address says so: `?requireTLS=false`. */
function optionsOf(text: string) {
  const url = new URL(text);
  const secure = url.protocol === "smtps:";
  const auth =
    url.username === ""
      ? {}
      : { auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) } };
  return {
    host: url.hostname.replace(/^\[|\]$/g, ""),
    port: url.port === "" ? (secure ? 465 : 587) : Number(url.port),
    secure,
    requireTLS: url.searchParams.get("requireTLS") !== "false" && url.username !== "",
    connectionTimeout: silenceMs,
    greetingTimeout: silenceMs,
    socketTimeout: silenceMs,
    ...auth,
  };
}

function shown(text: string): string {
  const { protocol, host } = new URL(text);
  return `${protocol}//${host}`;
}
