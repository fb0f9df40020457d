/** A container of the Docker Engine for tests: a script of the test, and what it has printed as frames. */
import type { ServerResponse } from "node:http";
import { setImmediate as later } from "node:timers/promises";

/** What a container does until it ends; its exit code. */
export type ContainerScript = (container: FakeContainer) => Promise<number> | number;

export class FakeContainer {
  readonly id: string;
  readonly config: ContainerConfig;
  state: "created" | "running" | "exited" = "created";
  exitCode = 0;
  outOfMemory = false;
  /** Resolves when it prints or ends. */
  changed = Promise.withResolvers<void>();
  readonly #stopping = Promise.withResolvers<void>();
  readonly #frames: Buffer[] = [];

  constructor(id: string, config: ContainerConfig) {
    this.id = id;
    this.config = config;
  }

  /** Resolves when it is to end. */
  get stopped(): Promise<void> {
    return this.#stopping.promise;
  }

  stop(): void {
    this.#stopping.resolve();
  }

  print(from: "stdout" | "stderr", text: string): void {
    const bytes = Buffer.from(text);
    const head = Buffer.alloc(8);
    head[0] = from === "stderr" ? 2 : 1;
    head.writeUInt32BE(bytes.length, 4);
    this.#frames.push(head, bytes);
    this.#wake();
  }

  begin(script: ContainerScript): void {
    this.state = "running";
    void Promise.race([Promise.resolve(script(this)), this.stopped.then(() => 143)]).then((code) => {
      this.exitCode = code;
      this.state = "exited";
      this.#wake();
    });
  }

  async ended(): Promise<void> {
    while (this.state === "running") await this.changed.promise;
  }

  /** All frames from the first on, cut where no frame ends. */
  async logs(response: ServerResponse): Promise<void> {
    response.writeHead(200, { "content-type": "application/vnd.docker.multiplexed-stream" }).flushHeaders();
    for (let at = 0; ; ) {
      const { changed, state } = this;
      const bytes = Buffer.concat(this.#frames.slice(at));
      at = this.#frames.length;
      for (let from = 0; from < bytes.length; from += 5) {
        response.write(bytes.subarray(from, from + 5));
        await later();
      }
      if (at < this.#frames.length) continue;
      if (state === "exited") break;
      await changed.promise;
    }
    response.end();
  }

  #wake(): void {
    const { changed } = this;
    this.changed = Promise.withResolvers();
    changed.resolve();
  }
}

export interface ContainerConfig {
  readonly Image: string;
  readonly Cmd?: readonly string[];
  readonly Entrypoint?: readonly string[];
  readonly WorkingDir?: string;
  readonly User?: string;
  readonly Env: readonly string[];
  readonly Labels: Readonly<Record<string, string>>;
  readonly HostConfig: Readonly<Record<string, unknown>>;
}
