/** What calls of one definition share: its services, its engine, and what its runs start with. */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { AnyWorkflow, Workflow as CodeWorkflow, Host, Stepwell } from "@stepwell/core";
import { nodeHost } from "@stepwell/core";
import { namedValues, servicesSettings } from "../config/index.ts";
import type { Definition } from "../definition/definition.ts";
import type { JsonMap } from "../definition/json.ts";
import type { Board } from "../interpret/board.ts";
import { definitionWorkflow } from "../interpret/definition-workflow.ts";
import type { Values } from "../interpret/records.ts";
import type { RunInput } from "../interpret/run-input.ts";
import { makeServices } from "../interpret/services.ts";
import { resolveParams } from "../params/resolve-params.ts";
import { Triggers } from "../triggers/triggers.ts";
import type { CallSettings } from "./call-settings.ts";
import { configuredTasks } from "./configured-tasks.ts";
import { EngineOfCalls } from "./engine-of-calls.ts";
import type { Found } from "./find-definition.ts";
import type { Boards } from "./workflow-result.ts";

/** What a run of a call starts with, besides its params. */
export type MoreInput = Omit<RunInput, "definition" | "params" | "vars"> & { readonly definition?: Definition };

export class DefinitionCalls {
  readonly definition: Definition;
  readonly triggers: Triggers;
  readonly host: Host = nodeHost();
  /** What the engine executes. It is started with params; what these make of them passes as it is. */
  readonly workflow: CodeWorkflow<Values, Values>;
  readonly boards: Boards;
  readonly #calls: CallSettings;
  readonly #engine: EngineOfCalls;
  /** Values of secrets by name, as of the last call. */
  readonly #secrets = new Map<string, string>();
  readonly #made = new WeakSet<object>();

  constructor({ definition, definitions, file }: Found, calls: CallSettings) {
    this.definition = definition;
    this.#calls = calls;
    this.triggers = new Triggers(definition.on);
    const listening = new Map<string, Set<(board: Board) => void>>();
    this.boards = {
      listen(runId, heard) {
        const all = listening.get(runId) ?? new Set();
        listening.set(runId, all.add(heard));
        return () => {
          all.delete(heard);
          if (all.size === 0) listening.delete(runId);
        };
      },
    };
    const { settings, folder, inherited } = calls;
    const services = makeServices({
      definitions,
      secrets: this.#secrets,
      workspaces: join(folder, ".stepwell/workspaces"),
      inherited,
      tasks: configuredTasks(calls),
      docker: settings.get("docker.host"),
      ...servicesSettings(settings),
    });
    const made = definitionWorkflow(definition, services, {
      file: pathToFileURL(file).href,
      began: (runId, board) => listening.get(runId)?.forEach((heard) => void heard(board)),
    });
    this.workflow = { ...(made as unknown as CodeWorkflow<Values, Values>), input: this.#schema() };
    this.#engine = new EngineOfCalls(this.workflow, calls);
  }

  get settings(): CallSettings["settings"] {
    return this.#calls.settings;
  }

  /** From now on, calls go through this engine. @throws duplicate-name, invalid-option */
  give(engine: Stepwell, owner: AnyWorkflow): void {
    this.#engine.give(engine, owner);
  }

  /** A call on the engine, with the secrets of now. */
  async use<T>(call: (engine: Stepwell) => Promise<T>): Promise<T> {
    return await this.#engine.use(async (engine) => {
      await this.#readSecrets(engine);
      return await call(engine);
    });
  }

  /** @throws ParamError */
  async parameterize(params: unknown): Promise<JsonMap> {
    return await resolveParams(this.definition.params, params, { workflow: this.definition.name });
  }

  /** @param params checked */
  async input(engine: Stepwell, params: JsonMap, more: MoreInput = {}): Promise<RunInput> {
    const { settings, vars } = this.#calls;
    const named = await namedValues("vars", { settings, documents: engine.documents });
    const all = { ...Object.fromEntries([...named].map(([name, { value }]) => [name, value])), ...vars };
    return this.made({ definition: this.definition, params, vars: all, ...more });
  }

  /** Marks what a run starts with as such: it is no map of params. */
  made(input: RunInput): RunInput {
    this.#made.add(input);
    return input;
  }

  async #readSecrets(engine: Stepwell): Promise<void> {
    const named = await namedValues("secrets", { settings: this.settings, documents: engine.documents });
    for (const [name, { value }] of named) this.#secrets.set(name, String(value));
    for (const name of [...this.#secrets.keys()]) if (!named.has(name)) this.#secrets.delete(name);
  }

  /** Whoever starts the workflow in an engine gives params, as calls do. */
  #schema(): NonNullable<CodeWorkflow<Values, Values>["input"]> {
    const made = async (value: unknown): Promise<Values> => {
      if (typeof value === "object" && value !== null && this.#made.has(value)) return value as unknown as Values;
      const { definition, settings } = this;
      const vars = [...settings.named("vars")].map(([name, given]) => [name, given.value]);
      const params = await this.parameterize(value);
      return { definition, params, vars: { ...Object.fromEntries(vars), ...this.#calls.vars } };
    };
    const validate = async (value: unknown) => ({ value: await made(value) });
    return { "~standard": { version: 1, vendor: "stepwell", validate } };
  }
}
