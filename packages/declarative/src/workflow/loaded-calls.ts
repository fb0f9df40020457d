/** The calls of a definition that was loaded: with services and an engine of its own. */
import { pathToFileURL } from "node:url";
import type { AnyWorkflow, Workflow as CodeWorkflow, Host, Stepwell } from "@stepwell/core";
import { nodeHost } from "@stepwell/core";
import { namedValues, servicesSettings } from "../config/index.ts";
import type { Definition } from "../definition/definition.ts";
import type { JsonMap } from "../definition/json.ts";
import type { AuditSink } from "../interpret/audit-record.ts";
import { definitionWorkflow } from "../interpret/definition-workflow.ts";
import { ParamKeys } from "../interpret/param-keys.ts";
import type { Values } from "../interpret/records.ts";
import type { RunInput } from "../interpret/run-input.ts";
import { makeServices } from "../interpret/services.ts";
import { resolveParams } from "../params/resolve-params.ts";
import { hasSecretParams } from "../params/sealed-params.ts";
import { Triggers } from "../triggers/triggers.ts";
import { Boards } from "./boards.ts";
import type { CallSettings } from "./call-settings.ts";
import type { DefinitionCalls, MoreInput } from "./calls.ts";
import { configuredTasks } from "./configured-tasks.ts";
import { EngineOfCalls } from "./engine-of-calls.ts";
import type { Found } from "./find-definition.ts";

/** What runs start with, as opposed to params: an engine may know the workflow by another definition of its name. */
const made = new WeakSet<object>();

export class LoadedCalls implements DefinitionCalls {
  readonly definition: Definition;
  readonly triggers: Triggers;
  readonly host: Host = nodeHost();
  /** What the engine executes. It is started with params; what these make of them passes as it is. */
  readonly workflow: CodeWorkflow<Values, Values>;
  /** Of all definitions of this name that the engine has been given. */
  boards = new Boards();
  readonly #calls: CallSettings;
  readonly #engine: EngineOfCalls;
  /** Those that its releases have named, by name. */
  readonly auditSinks = new Map<string, AuditSink>();
  /** Values of secrets by name, as of the last call. */
  readonly #secrets = new Map<string, string>();
  readonly #paramKeys = new ParamKeys(this.host);
  /** There are secret params here. */
  readonly #sealed: boolean;

  constructor({ definition, definitions, file }: Found, calls: CallSettings) {
    this.definition = definition;
    this.#calls = calls;
    this.triggers = new Triggers(definition.on);
    const { settings, folder, inherited } = calls;
    const services = makeServices({
      definitions,
      definitionsOf: "files",
      secrets: this.#secrets,
      auditSinks: this.auditSinks,
      sealing: this.#paramKeys,
      inherited,
      ...calls.extensions.services,
      ...servicesSettings(settings, folder),
      tasks: configuredTasks({ ...calls, registered: calls.extensions.tasks }),
    });
    const made = definitionWorkflow(definition, services, {
      file: pathToFileURL(file).href,
      began: (runId, board) => this.boards.tell(runId, board),
    });
    this.workflow = { ...(made as unknown as CodeWorkflow<Values, Values>), input: this.#schema(made) };
    this.#sealed = definitions.some(hasSecretParams);
    this.#engine = new EngineOfCalls(this.workflow, calls);
  }

  /** Working folder. */
  get folder(): string {
    return this.#calls.folder;
  }

  get settings(): CallSettings["settings"] {
    return this.#calls.settings;
  }

  /** From now on, calls go through this engine. @throws duplicate-name, invalid-option */
  give(engine: Stepwell, owner: AnyWorkflow): void {
    this.boards = this.#engine.give(engine, { owner, boards: this.boards });
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
    made.add(input);
    return input;
  }

  async #readSecrets(engine: Stepwell): Promise<void> {
    if (this.#sealed) await this.#paramKeys.sync(engine.documents);
    const named = await namedValues("secrets", { settings: this.settings, documents: engine.documents });
    for (const [name, { value }] of named) this.#secrets.set(name, String(value));
    for (const name of [...this.#secrets.keys()]) if (!named.has(name)) this.#secrets.delete(name);
  }

  /** Whoever starts the workflow in an engine gives params, as calls do. */
  #schema({
    input: sealing,
  }: Pick<CodeWorkflow<RunInput, Values>, "input">): NonNullable<CodeWorkflow<Values, Values>["input"]> {
    const inputOf = async (value: unknown): Promise<Values> => {
      if (typeof value === "object" && value !== null && made.has(value)) return value as unknown as Values;
      const { definition, settings } = this;
      const vars = [...settings.named("vars")].map(([name, given]) => [name, given.value]);
      const params = await this.parameterize(value);
      return { definition, params, vars: { ...Object.fromEntries(vars), ...this.#calls.vars } };
    };
    const validate = async (value: unknown) => {
      const input = await inputOf(value);
      return ((await sealing?.["~standard"].validate(input)) ?? { value: input }) as { value: Values };
    };
    return { "~standard": { version: 1, vendor: "stepwell", validate } };
  }
}
