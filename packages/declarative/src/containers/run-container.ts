/**
 * Runs a container to its end, and removes it.
 *
 * 1. Its labels name the step, its run's generation and its worker's claim. What an earlier attempt or a dead worker has
 *    left of the step is removed before it begins: no two containers of one step are at work on one engine. A worker that
 *    wakes up when that of a later claim has ended and is gone begins one more, until its lease tells it.
 * 2. An abort stops it; it is removed however it ends, as long as this process lives.
 * 3. Values reach it in the request that makes it: on no command line.
 */
import { type BodyContext, limits } from "@stepwell/core";
import { declarativeFailure } from "../errors.ts";
import type { HiddenTexts } from "../expressions/hidden-texts.ts";
import { scriptFailed } from "../scripts/process/script-failure.ts";
import { compareClaims } from "../scripts/process/step-claim.ts";
import { containerLogs } from "./container-logs.ts";
import type { DockerEngine } from "./docker-engine.ts";
import { type PullPolicy, pullImage } from "./pull-image.ts";

export interface ContainerOptions {
  /** Of the stage, for messages. */
  readonly name: string;
  readonly image: string;
  readonly pull: PullPolicy;
  readonly command?: readonly string[];
  readonly entrypoint?: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly mounts: readonly { readonly source: string; readonly target: string; readonly readOnly: boolean }[];
  /** Labels besides those of the step. */
  readonly labels?: Readonly<Record<string, string>>;
  readonly folder?: string;
  readonly user?: string;
  readonly network?: string;
  readonly memoryBytes?: number;
  readonly cpu?: number;
  readonly body: BodyContext;
  /** Of the run. */
  readonly generation: number;
  /** The secrets that the container may have been given. Default: none. */
  readonly hidden?: HiddenTexts;
}

export interface ContainerRun {
  readonly stdout: string;
  readonly stderr: string;
  readonly return_code: number;
}

/** How a container has ended, whatever its number. */
export interface ContainerEnd extends ContainerRun {
  readonly outOfMemory: boolean;
}

const labels = {
  step: "dev.stepwell.step",
  generation: "dev.stepwell.generation",
  claim: "dev.stepwell.claim",
} as const;
/** How long the engine may take to remove what is not wanted any more. An estimate. */
const removalMs = 30_000;

/** @throws script-failed, and what containerEnd throws */
export async function runContainer(engine: DockerEngine, options: ContainerOptions): Promise<ContainerRun> {
  const { outOfMemory, ...ended } = await containerEnd(engine, options);
  if (ended.return_code === 0) return ended;
  const said = { detail: outOfMemory ? memoryProblem : undefined, stderr: ended.stderr, hidden: options.hidden };
  throw scriptFailed(options.name, `exit code ${ended.return_code}`, said);
}

/** What a container has used too much of. */
export const memoryProblem = "it has used more memory than it may";

/**
 * A failure is told by its number.
 * @throws image-unavailable, docker-unavailable, docker-refused, script-stopped, step-taken-over
 */
export async function containerEnd(engine: DockerEngine, options: ContainerOptions): Promise<ContainerEnd> {
  const { body, image, pull } = options;
  const signal = body.abortSignal;
  await removeOrphans(engine, options);
  await pullImage(engine, { image, policy: pull, signal, log: (text) => body.log(text) });
  const id = await create(engine, options);
  try {
    return await execute(engine, id, options);
  } catch (error) {
    if (signal.aborted) throw declarativeFailure("script-stopped", { stage: options.name }, signal.reason);
    throw error;
  } finally {
    await remove(engine, id).catch((error: unknown) => body.log(`the container stays: ${String(error)}`, "warn"));
  }
}

interface Listed {
  readonly Id: string;
  readonly Labels: Readonly<Record<string, string>>;
}

/** One of a later claim belongs to who has taken the run over: then this one has nothing to do any more. */
async function removeOrphans(engine: DockerEngine, { name, body, generation }: ContainerOptions): Promise<void> {
  const { key, fence, abortSignal: signal } = body;
  const filters = JSON.stringify({ label: [`${labels.step}=${key}`] });
  const { body: found } = await engine.json<readonly Listed[]>({
    method: "GET",
    path: "/containers/json",
    query: { all: "1", filters },
    signal,
  });
  const isLater = ({ Labels }: Listed): boolean => {
    const claim = { generation: Number(Labels[labels.generation]), fence: Number(Labels[labels.claim]) };
    return compareClaims(claim, { generation, fence }) > 0;
  };
  if (found.some(isLater)) throw declarativeFailure("step-taken-over", { stage: name });
  for (const { Id } of found) await remove(engine, Id);
}

async function create(engine: DockerEngine, options: ContainerOptions): Promise<string> {
  const { image, command, entrypoint, environment, mounts, folder, user, network, memoryBytes, cpu, body } = options;
  const claim = { [labels.generation]: String(options.generation), [labels.claim]: String(body.fence) };
  const { body: made } = await engine.json<{ readonly Id: string }>({
    method: "POST",
    path: "/containers/create",
    signal: body.abortSignal,
    body: {
      Image: image,
      Env: Object.entries(environment).map(([name, value]) => `${name}=${value}`),
      Labels: { ...options.labels, [labels.step]: body.key, ...claim },
      Tty: false,
      AttachStdout: true,
      AttachStderr: true,
      ...(command === undefined ? {} : { Cmd: command }),
      ...(entrypoint === undefined ? {} : { Entrypoint: entrypoint }),
      ...(folder === undefined ? {} : { WorkingDir: folder }),
      ...(user === undefined ? {} : { User: user }),
      HostConfig: {
        Init: true,
        Mounts: mounts.map(({ source, target, readOnly }) => ({
          Type: "bind",
          Source: source,
          Target: target,
          ReadOnly: readOnly,
        })),
        ...(network === undefined ? {} : { NetworkMode: network }),
        ...(memoryBytes === undefined ? {} : { Memory: memoryBytes, MemorySwap: memoryBytes }),
        ...(cpu === undefined ? {} : { NanoCpus: Math.round(cpu * 1e9) }),
      },
    },
  });
  return made.Id;
}

async function execute(engine: DockerEngine, id: string, { body, hidden }: ContainerOptions): Promise<ContainerEnd> {
  const signal = body.abortSignal;
  const path = `/containers/${id}`;
  await engine.json({ method: "POST", path: `${path}/start`, signal });
  const printed = containerLogs(engine, id, { body, hidden });
  const waited = engine.json<Waited>({
    method: "POST",
    path: `${path}/wait`,
    query: { condition: "not-running" },
    signal,
  });
  const [{ stdout, stderr }, { body: end }] = await Promise.all([printed, waited]);
  const { StatusCode: code, Error: wrong } = end;
  if (wrong?.Message !== undefined && wrong.Message !== "")
    throw declarativeFailure("docker-refused", { request: `POST ${path}/wait`, status: 200, problem: wrong.Message });
  const outOfMemory = code !== 0 && (await wasOutOfMemory(engine, id, signal));
  return { stdout, stderr, return_code: code, outOfMemory };
}

interface Waited {
  readonly StatusCode: number;
  readonly Error?: { readonly Message?: string } | null;
}

async function wasOutOfMemory(engine: DockerEngine, id: string, signal: AbortSignal): Promise<boolean> {
  const asking = { method: "GET", path: `/containers/${id}/json`, signal } as const;
  const { body } = await engine.json<{ State?: { OOMKilled?: boolean } }>(asking);
  return body.State?.OOMKilled === true;
}

/** It is asked to end first. Not by the signal of its step, which may be over. */
async function remove(engine: DockerEngine, id: string): Promise<void> {
  const seconds = String(Math.ceil(limits.processTermMs / 1_000));
  const also = [404, 409];
  await engine.json({
    method: "POST",
    path: `/containers/${id}/stop`,
    query: { t: seconds },
    also,
    silenceMs: removalMs,
  });
  await engine.json({
    method: "DELETE",
    path: `/containers/${id}`,
    query: { force: "1", v: "1" },
    also,
    silenceMs: removalMs,
  });
}
