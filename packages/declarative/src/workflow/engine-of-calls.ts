/** The engine that calls of a workflow go through: one that was given, or their own for as long as one of them is under way. */
import { resolve } from "node:path";
import { type AnyWorkflow, memory, Stepwell, type StoreProvider, sqlite } from "@stepwell/core";
import { keysFrom } from "../config/keys.ts";
import { maskUrl } from "../config/mask.ts";
import { makeStoreFolder, storeFile } from "../config/store-file.ts";
import { declarativeFailure } from "../errors.ts";
import type { Boards } from "./boards.ts";
import type { CallSettings } from "./call-settings.ts";
import { HostedWorkflows } from "./hosted-workflows.ts";

export class EngineOfCalls {
  readonly #calls: CallSettings;
  readonly #workflow: AnyWorkflow;
  #given: Stepwell | undefined;
  #own: { readonly opening: Promise<Stepwell>; users: number } | undefined;

  constructor(workflow: AnyWorkflow, calls: CallSettings) {
    this.#workflow = workflow;
    this.#calls = calls;
  }

  /** From now on, calls go through this one. @returns where its runs are heard of @throws duplicate-name, invalid-option */
  give(engine: Stepwell, { owner, boards }: { owner: AnyWorkflow; boards: Boards }): Boards {
    const shared = HostedWorkflows.of(engine).host(engine, { workflow: this.#workflow, owner, boards });
    this.#given = engine;
    return shared;
  }

  async use<T>(call: (engine: Stepwell) => Promise<T>): Promise<T> {
    if (this.#given !== undefined) return await call(this.#given);
    this.#own ??= { opening: this.#open(), users: 0 };
    const own = this.#own;
    own.users++;
    try {
      return await call(await own.opening);
    } finally {
      own.users--;
      if (own.users === 0) {
        if (this.#own === own) this.#own = undefined;
        // What could not be opened has been said by the call.
        await own.opening.then(
          (engine) => engine.close(),
          () => {},
        );
      }
    }
  }

  /** Executes what its calls have started, and leaves the runs of others alone. */
  async #open(): Promise<Stepwell> {
    const { settings, extensions } = this.#calls;
    const build = settings.get("build");
    return await Stepwell.open({
      store: this.#store(),
      workflows: [this.#workflow],
      namespace: settings.get("namespace"),
      worker: { runs: "own" },
      plugins: extensions.plugins,
      ...keysFrom(settings.get("keys")),
      ...(build === undefined ? {} : { build }),
    });
  }

  #store(): StoreProvider {
    const { settings, folder } = this.#calls;
    const url = settings.get("store");
    if (url === "memory:") return memory();
    const path = storeFile(url);
    if (path === undefined) throw declarativeFailure("store-unavailable", { store: maskUrl(url) });
    const file = resolve(folder, path);
    if (settings.origin("store").layer === "default") makeStoreFolder(file);
    return sqlite(file);
  }
}
