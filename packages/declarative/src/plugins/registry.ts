/** What plugins have registered, and what may be: names that are free, and implementations that can be used. */
import { failure, isTask } from "@stepwell/core";
import { declarativeFailure } from "../errors.ts";
import { builtInFunctions } from "../expressions/functions/index.ts";
import type { Filter } from "../expressions/scope.ts";
import { builtInFilters } from "../filters/index.ts";
import { stageFields } from "../format/stage-keys.ts";
import { builtInTriggers, triggerFields } from "../format/trigger-keys.ts";
import type { TriggerShape } from "../format/trigger-shape.ts";
import type { StageType } from "../stages/stage-type.ts";
import { builtInStages } from "../stages/table.ts";
import { taskNameOf } from "../tasks/task-name.ts";

export interface Registered {
  readonly kind: string;
  readonly name: string;
  /** Who has registered it, for messages. */
  readonly by: string;
  readonly implementation: unknown;
}

/** Everything that was registered by name: one for all plugins of a set. */
export class Registry {
  readonly #registered = new Map<string, Registered>();

  /** @throws duplicate-name, plugin-invalid */
  add(given: Registered): void {
    const { kind, name, by } = given;
    const other =
      this.#registered.get(`${kind} ${name}`)?.by ?? (isBuiltIn(kind, name) ? "the package itself" : undefined);
    if (other !== undefined) throw failure("duplicate-name", { what: kind, name, first: other, second: by });
    const problem = this.#problem(given);
    if (problem !== undefined)
      throw declarativeFailure("plugin-invalid", { plugin: by, problem: `${kind} "${name}" ${problem}` });
    this.#registered.set(`${kind} ${name}`, given);
  }

  /** @throws unknown-implementation */
  get(kind: string, name: string): unknown {
    const found = this.#registered.get(`${kind} ${name}`);
    if (found !== undefined) return found.implementation;
    throw failure("unknown-implementation", { kind, name, known: this.named(kind).map(([known]) => known) });
  }

  all(kind: string): readonly unknown[] {
    return this.named(kind).map(([, implementation]) => implementation);
  }

  named(kind: string): readonly (readonly [name: string, implementation: unknown])[] {
    const found = [...this.#registered.values()].filter((one) => one.kind === kind);
    return found.map(({ name, implementation }) => [name, implementation] as const);
  }

  #problem({ kind, name, implementation }: Registered): string | undefined {
    switch (kind) {
      case "stage":
        return stageProblem(name, implementation, this.all("stage") as readonly StageType[]);
      case "trigger":
        return triggerProblem(name, implementation, this.all("trigger") as readonly TriggerShape[]);
      case "filter":
      case "function":
        return calledProblem(name, implementation);
      case "task":
        if (taskNameOf(name) === undefined) return "has no name such as path/name@tag";
        return isTask(implementation) ? undefined : "is not made by task(…)";
      default:
        return undefined;
    }
  }
}

function isBuiltIn(kind: string, name: string): boolean {
  if (kind === "stage") return builtInStages.some(({ key }) => key === name);
  if (kind === "trigger") return Object.hasOwn(triggerFields(builtInTriggers), name);
  if (kind === "filter") return builtInFilters.has(name);
  return kind === "function" && builtInFunctions.has(name.toLowerCase());
}

/** A stage's type follows from its one type key: none may be called as a key that another type has. */
function stageProblem(name: string, implementation: unknown, others: readonly StageType[]): string | undefined {
  const type = implementation as Partial<StageType> | null | undefined;
  if (typeof type?.run !== "function" || typeof type.value?.shape !== "object")
    return "is no StageType: it needs key, value and run(stage, s)";
  if (type.key !== name) return `has another key: "${type.key}"`;
  if (!/^[a-z][a-z\d-]*$/.test(name)) return "must be called by small letters, digits and -";
  if (Object.hasOwn(stageFields, name)) return "is called as a key that every stage has";
  const types = [...builtInStages, ...others];
  const holder = types.find(({ keys = {} }) => Object.hasOwn(keys, name));
  if (holder !== undefined) return `is called as a key of "${holder.key}"`;
  // One that is another type's is this one's where it stands beside it.
  const own = Object.keys(type.keys ?? {}).find((key) => key === name || Object.hasOwn(stageFields, key));
  return own === undefined ? undefined : `has the key "${own}", which means something else already`;
}

/** Its keys stand beside those of all other kinds. */
function triggerProblem(name: string, implementation: unknown, others: readonly TriggerShape[]): string | undefined {
  const type = implementation as Partial<TriggerShape> | null | undefined;
  if (typeof type?.value?.shape !== "object") return "is no TriggerShape: it needs key and value";
  if (type.key !== name) return `has another key: "${type.key}"`;
  const keys = [name, ...Object.keys(type.keys ?? {})];
  const wrong = keys.find((key) => !/^[a-z][a-z\d-]*$/.test(key));
  if (wrong !== undefined) return `has the key "${wrong}": small letters, digits and - make one`;
  const taken = triggerFields([...builtInTriggers, ...others]);
  const twice = keys.find((key, at) => Object.hasOwn(taken, key) || keys.indexOf(key) !== at);
  return twice === undefined ? undefined : `has the key "${twice}", which means something else already`;
}

function calledProblem(name: string, implementation: unknown): string | undefined {
  const called = implementation as Partial<Filter> | null | undefined;
  const { least, most } = called?.arity ?? {};
  if (typeof called?.evaluate !== "function" || typeof least !== "number" || typeof most !== "number")
    return "needs name, arity and evaluate";
  if (called.name !== name) return `has another name: "${called.name}"`;
  return /^[A-Za-z_]\w*$/.test(name) ? undefined : "must be called by letters, digits and _";
}
