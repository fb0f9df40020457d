/**
 * A Docker Engine for tests: the API over a real socket, as the real one answers (statuses, streams, frames), with
 * containers that are scripts of the test instead of processes.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as later } from "node:timers/promises";
import { onTestFinished } from "vitest";
import { type ContainerConfig, type ContainerScript, FakeContainer } from "./fake-container.fixture.ts";

export class FakeDocker {
  readonly folder = mkdtempSync(join(tmpdir(), "stepwell-docker-"));
  /** As DOCKER_HOST. */
  readonly where = `unix://${this.folder}/docker.sock`;
  readonly containers = new Map<string, FakeContainer>();
  /** All that there ever were. */
  readonly made: FakeContainer[] = [];
  /** Images that are there, and what their containers do. */
  readonly images = new Map<string, ContainerScript>();
  /** Images that can be pulled. */
  readonly registry = new Map<string, ContainerScript>();
  /** "POST /containers/create", in order. */
  readonly requests: string[] = [];
  readonly #server = createServer((request, response) => {
    this.#answer(request, response).catch((error: unknown) => {
      response.statusCode = 500;
      response.end(JSON.stringify({ message: String(error) }));
    });
  });

  static async start(images: Readonly<Record<string, ContainerScript>> = {}): Promise<FakeDocker> {
    const docker = new FakeDocker();
    for (const [name, script] of Object.entries(images)) docker.images.set(name, script);
    await new Promise<void>((resolve) => docker.#server.listen(`${docker.folder}/docker.sock`, resolve));
    onTestFinished(async () => {
      await docker.stop();
      rmSync(docker.folder, { recursive: true, force: true });
    });
    return docker;
  }

  async stop(): Promise<void> {
    for (const container of this.containers.values()) container.stop();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "", "http://docker");
    if (url.pathname === "/_ping") {
      response.setHeader("api-version", "1.47");
      response.end("OK");
      return;
    }
    const path = /^\/v1\.47(\/.*)$/.exec(url.pathname)?.[1];
    const text = await bodyOf(request);
    this.requests.push(`${request.method} ${path}`);
    const reply = (status: number, body?: object): void => {
      response.statusCode = status;
      if (body === undefined) response.end();
      else response.end(`${JSON.stringify(body)}\n`);
    };
    const image = /^\/images\/(.+)\/json$/.exec(path ?? "")?.[1];
    if (path === "/containers/json") reply(200, this.#listed(url.searchParams));
    else if (image !== undefined)
      reply(...(this.images.has(image) ? ([200, { Id: "sha256:1" }] as const) : noSuch("image", image)));
    else if (path === "/images/create") await this.#pull(url.searchParams, response);
    else if (path === "/containers/create") this.#create(JSON.parse(text), reply);
    else
      await this.#ofContainer(
        { method: request.method ?? "", path: path ?? "", query: url.searchParams },
        response,
        reply,
      );
  }

  #listed(query: URLSearchParams): object {
    const { label = [] } = JSON.parse(query.get("filters") ?? "{}") as { label?: string[] };
    const all = [...this.containers.values()].filter(({ state }) => query.get("all") === "1" || state === "running");
    const fits = all.filter(({ config }) =>
      label.every((one) => {
        const [name = "", value = ""] = one.split(/=(.*)/s);
        return config.Labels[name] === value;
      }),
    );
    return fits.map(({ id, config }) => ({ Id: id, Labels: config.Labels }));
  }

  /** As the real one: its errors are lines of a stream that began well, unless there is no such repository. */
  async #pull(query: URLSearchParams, response: ServerResponse): Promise<void> {
    const name = `${query.get("fromImage")}:${query.get("tag")}`;
    const script = this.registry.get(name);
    const known = [...this.registry.keys()].some((one) => one.startsWith(`${query.get("fromImage")}:`));
    if (!known) {
      response.statusCode = 404;
      response.end(JSON.stringify({ message: `pull access denied for ${query.get("fromImage")}` }));
      return;
    }
    response.write(`${JSON.stringify({ status: `Pulling from ${name}` })}\r\n`);
    await later();
    if (script === undefined)
      response.end(`${JSON.stringify({ errorDetail: {}, error: `manifest for ${name} not found` })}\r\n`);
    else {
      this.images.set(name, script);
      response.end(`${JSON.stringify({ status: "Download complete" })}\r\n`);
    }
  }

  #create(config: ContainerConfig, reply: (status: number, body?: object) => void): void {
    if (!this.images.has(config.Image)) {
      reply(...noSuch("image", config.Image));
      return;
    }
    const id = `c${this.made.length + 1}`.padEnd(64, "0");
    const container = new FakeContainer(id, config);
    this.containers.set(id, container);
    this.made.push(container);
    reply(201, { Id: id, Warnings: [] });
  }

  async #ofContainer(
    { method, path, query }: { method: string; path: string; query: URLSearchParams },
    response: ServerResponse,
    reply: (status: number, body?: object) => void,
  ): Promise<void> {
    const [, id = "", verb = ""] = /^\/containers\/([^/]+)(?:\/(\w+))?$/.exec(path) ?? [];
    const container = this.containers.get(id);
    if (container === undefined) return reply(...noSuch("container", id));
    switch (`${method} ${verb}`) {
      case "POST start":
        container.begin(this.images.get(container.config.Image) ?? (() => 0));
        return reply(204);
      case "POST stop":
        if (container.state !== "running") return reply(304);
        container.stop();
        await container.ended();
        return reply(204);
      case "POST wait":
        response.writeHead(200).flushHeaders();
        await container.ended();
        response.end(JSON.stringify({ StatusCode: container.exitCode }));
        return;
      case "GET json":
        return reply(200, { Id: id, State: { OOMKilled: container.outOfMemory, ExitCode: container.exitCode } });
      case "GET logs":
        return await container.logs(response);
      case "DELETE ":
        if (container.state === "running" && query.get("force") !== "1") return reply(409, { message: "is running" });
        container.stop();
        this.containers.delete(id);
        return reply(204);
      default:
        return reply(404, { message: "page not found" });
    }
  }
}

function noSuch(what: string, name: string): readonly [number, object] {
  return [404, { message: `No such ${what}: ${name}` }];
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request.setEncoding("utf8") as AsyncIterable<string>) text += chunk;
  return text;
}
