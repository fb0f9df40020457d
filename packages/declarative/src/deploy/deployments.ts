/**
 * Definitions that are deployed: kept in the documents of a namespace.
 *
 * D1  A head (kind `definition`, by name) says the version and the hash; the definition stands apart, by its hash, and
 *     never changes. Both change as one, by the head that is there then: no crash leaves a head without its definition,
 *     and of two that deploy at once none gets the other's version, or is lost.
 * D2  Schedules and limits of a definition are in its head: they change together with it, or not at all.
 */
import type { Documents, DocumentsChange } from "@stepwell/core";
import type { Definition } from "../definition/definition.ts";
import { hashOf } from "../definition/hash.ts";
import { declarativeFailure } from "../errors.ts";
import { movedTasks } from "../plan/moved-tasks.ts";

/** What is deployed under a name. */
export interface Deployment {
  readonly name: string;
  /** From 1; one more with each change. */
  readonly version: number;
  /** Of the definition, as `hashOf` has it. */
  readonly hash: string;
  /** Where it came from: a path as the person knew it who deployed it. */
  readonly file: string;
  /** ISO text. */
  readonly appliedAt: string;
  readonly schedules: readonly DeployedSchedule[];
  readonly limits: readonly DeployedLimit[];
  /** What its tasks were when it was deployed, `path/name@tag` → hash; those that could not be looked at are not there. */
  readonly tasks: Readonly<Record<string, string>>;
  /** Versions before this one that are still kept, the newest first. */
  readonly earlier: readonly { readonly version: number; readonly hash: string; readonly appliedAt: string }[];
}

export interface DeployedSchedule {
  readonly cron: string;
  readonly timezone: string;
}

/** So many runs, or jobs, of a group at a time. A group may be a template, of params. */
export interface DeployedLimit {
  readonly of: "runs" | "jobs";
  readonly group: string;
  readonly limit: number;
}

/** Where it comes from, and what its tasks are. */
export interface PutDeployment extends Pick<Deployment, "file"> {
  readonly now: Date;
  readonly tasks?: Deployment["tasks"];
}

/** A definition with what is said of it where it is deployed. */
export interface DeployedDefinition extends Pick<Deployment, "version" | "tasks"> {
  readonly definition: Definition;
}

const headKind = "definition";
const contentKind = "definition-content";
/** How many versions before the newest are kept. */
const earlierKept = 20;

/** Reads and changes what is deployed. @param documents of an engine */
export class Deployments {
  readonly #documents: Documents;

  constructor(documents: Documents) {
    this.#documents = documents;
  }

  /** Names of all that is deployed, in order. */
  async names(): Promise<string[]> {
    const found: string[] = [];
    for (let cursor: string | undefined; ; ) {
      const page = { limit: 200, ...(cursor === undefined ? {} : { cursor }) };
      const { items, next } = await this.#documents.list(headKind, page);
      found.push(...items.map(({ name }) => name));
      if (next === undefined) return found;
      cursor = next;
    }
  }

  /** @throws deployment-unreadable, key-missing, decryption-failed, store-damaged */
  async find(name: string): Promise<Deployment | undefined> {
    return await headIn(this.#documents, name);
  }

  /** The definition that is deployed under a name, as of now. */
  async definition(name: string): Promise<DeployedDefinition | undefined> {
    const head = await this.find(name);
    const definition = head && (await this.content(head.hash));
    return definition && head && { definition, version: head.version, tasks: head.tasks };
  }

  /** The definition of a hash, of whatever version; undefined when it is not kept any more. */
  async content(hash: string): Promise<Definition | undefined> {
    return (await this.#documents.get({ kind: contentKind, name: hash }))?.body as Definition | undefined;
  }

  /** All definitions that are deployed. */
  async definitions(): Promise<Definition[]> {
    const found: Definition[] = [];
    for (const name of await this.names()) {
      const one = await this.definition(name);
      if (one !== undefined) found.push(one.definition);
    }
    return found;
  }

  /**
   * Makes it the one of its name; resolves when that is on disk. Where it is that already, with the same tasks, nothing
   * changes.
   * @returns what is deployed now
   */
  async put(definition: Definition, { now, file, tasks = {} }: PutDeployment): Promise<Deployment> {
    const { name } = definition;
    const hash = hashOf(definition);
    return await this.#documents.change(async (documents) => {
      const [before, content] = [await headIn(documents, name), await documents.get({ kind: contentKind, name: hash })];
      if (before?.hash === hash && content !== undefined && movedTasks(before.tasks, tasks).length === 0) return before;
      const earlier = before === undefined ? [] : [before, ...before.earlier];
      const head: Deployment = {
        name,
        version: (before?.version ?? 0) + 1,
        hash,
        file,
        appliedAt: now.toISOString(),
        schedules: schedulesOf(definition),
        limits: limitsOf(definition),
        tasks,
        earlier: earlier
          .slice(0, earlierKept)
          .map(({ version, hash: of, appliedAt }) => ({ version, hash: of, appliedAt })),
      };
      const kept = new Set([hash, ...head.earlier.map((one) => one.hash)]);
      drop(
        documents,
        earlier.slice(earlierKept).filter((one) => !kept.has(one.hash)),
      );
      documents.put({ kind: contentKind, name: hash }, definition);
      documents.put({ kind: headKind, name }, { format: 1, ...head });
      return head;
    });
  }

  /** Runs that exist carry their definition, and go on. @returns false when nothing was deployed under the name */
  async remove(name: string): Promise<boolean> {
    return await this.#documents.change(async (documents) => {
      const head = await headIn(documents, name);
      if (head === undefined) return false;
      documents.remove({ kind: headKind, name });
      drop(documents, [head, ...head.earlier]);
      return true;
    });
  }
}

async function headIn(documents: Pick<DocumentsChange, "get">, name: string): Promise<Deployment | undefined> {
  const found = await documents.get({ kind: headKind, name });
  if (found === undefined) return undefined;
  const { format, ...head } = found.body as Deployment & { readonly format?: unknown };
  if (format !== 1) throw declarativeFailure("deployment-unreadable", { name });
  return head;
}

function drop(documents: DocumentsChange, versions: readonly { readonly hash: string }[]): void {
  for (const { hash } of versions) documents.remove({ kind: contentKind, name: hash });
}

function schedulesOf({ on }: Definition): DeployedSchedule[] {
  return on.flatMap((trigger) =>
    trigger.type === "cron" ? [{ cron: trigger.cron, timezone: trigger.timezone ?? "UTC" }] : [],
  );
}

function limitsOf({ concurrency, jobs }: Definition): DeployedLimit[] {
  const own =
    concurrency === undefined ? [] : [{ of: "runs" as const, group: concurrency.group, limit: concurrency.limit }];
  const ofJobs = jobs.flatMap((job) =>
    job.concurrency === undefined ? [] : [{ of: "jobs" as const, ...job.concurrency }],
  );
  return [...own, ...new Map(ofJobs.map((one) => [JSON.stringify(one), one])).values()];
}
