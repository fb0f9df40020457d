/** The Docker Engine API, as far as containers of stages need it: one connection for each request. */
import { type IncomingMessage, request as send } from "node:http";
import { messageOf, StepwellError } from "@stepwell/core";
import { declarativeFailure } from "../errors.ts";
import { dockerAddress } from "./docker-address.ts";

export interface DockerRequest {
  readonly method: "GET" | "POST" | "DELETE";
  /** Behind the version: "/containers/json". */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: object;
  /** Answers besides those of 2xx and 304 that are no failure. */
  readonly also?: readonly number[];
  readonly signal?: AbortSignal;
  /** How long the engine may say nothing. Default: for ever. */
  readonly silenceMs?: number;
}

export interface DockerAnswer<T> {
  readonly status: number;
  readonly body: T;
}

/** What an error of the engine's is cut to. */
const mostErrorChars = 500;

export class DockerEngine {
  readonly #where: string;
  #version: Promise<string> | undefined;

  /** @param where as DOCKER_HOST: unix:///var/run/docker.sock */
  constructor(where: string) {
    this.#where = where;
  }

  /** Its own version of the API. @throws docker-unavailable */
  async version(signal?: AbortSignal): Promise<string> {
    this.#version ??= this.#ping(signal);
    try {
      return await this.#version;
    } catch (error) {
      // It may be started meanwhile.
      this.#version = undefined;
      throw error;
    }
  }

  /** An answer as JSON; "" where it has none. @throws docker-unavailable, docker-refused */
  async json<T>(asked: DockerRequest): Promise<DockerAnswer<T>> {
    const response = await this.open(asked);
    const text = await textOf(response, asked.signal);
    return { status: response.statusCode ?? 0, body: (text.trim() === "" ? "" : JSON.parse(text)) as T };
  }

  /** An answer as it comes. @throws docker-unavailable, docker-refused */
  async open(asked: DockerRequest): Promise<IncomingMessage> {
    const { method, path, query = {}, also = [] } = asked;
    const search = new URLSearchParams(query).toString();
    const version = await this.version(asked.signal);
    const response = await this.#send(`/v${version}${path}${search === "" ? "" : `?${search}`}`, asked);
    const { statusCode = 0 } = response;
    if ((statusCode >= 200 && statusCode < 300) || statusCode === 304 || also.includes(statusCode)) return response;
    const problem = errorOf(await textOf(response, asked.signal));
    throw declarativeFailure("docker-refused", { request: `${method} ${path}`, status: statusCode, problem });
  }

  async #ping(signal: AbortSignal | undefined): Promise<string> {
    const asked = {
      method: "GET",
      path: "/_ping",
      silenceMs: 10_000,
      ...(signal === undefined ? {} : { signal }),
    } as const;
    const response = await this.#send("/_ping", asked);
    response.resume();
    const version = response.headers["api-version"];
    if (response.statusCode === 200 && typeof version === "string" && /^\d+\.\d+$/.test(version)) return version;
    throw this.#unavailable(`what answers there is no Docker Engine (status ${response.statusCode})`);
  }

  #send(path: string, { method, body, signal, silenceMs }: DockerRequest): Promise<IncomingMessage> {
    const address = dockerAddress(this.#where);
    if (address === undefined) throw this.#unavailable("this is neither unix:///PATH nor tcp://HOST:PORT");
    const text = body === undefined ? undefined : JSON.stringify(body);
    return new Promise((resolve, reject) => {
      const headers = {
        host: "docker",
        ...(text === undefined
          ? {}
          : { "content-type": "application/json", "content-length": String(Buffer.byteLength(text)) }),
      };
      const options = { ...address, path, method, headers, agent: false, ...(signal === undefined ? {} : { signal }) };
      const request = send({ ...options, ...(silenceMs === undefined ? {} : { timeout: silenceMs }) }, resolve);
      request.on("timeout", () =>
        request.destroy(this.#unavailable(`nothing came for ${(silenceMs ?? 0) / 1_000} s`) as Error),
      );
      request.on("error", (error) =>
        reject(
          signal?.aborted === true || error instanceof StepwellError
            ? error
            : this.#unavailable(messageOf(error), error),
        ),
      );
      request.end(text);
    });
  }

  #unavailable(problem: string, cause?: unknown): StepwellError {
    return declarativeFailure("docker-unavailable", { where: this.#where, problem }, cause);
  }
}

async function textOf(response: IncomingMessage, signal: AbortSignal | undefined): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of response as AsyncIterable<Buffer>) chunks.push(chunk);
  signal?.throwIfAborted();
  return Buffer.concat(chunks).toString("utf8");
}

/** `{"message": "No such image: x"}` */
function errorOf(text: string): string {
  try {
    const { message } = JSON.parse(text) as { message?: unknown };
    if (typeof message === "string") return message.slice(0, mostErrorChars);
  } catch {
    // Something between here and there has answered.
  }
  return text.trim().slice(0, mostErrorChars);
}
