/**
 * Workspaces: a folder for each attempt of a job, kept across its stages.
 *
 * 1. Its first entry says on which machine it is, and where. Nothing uses it before that is on disk.
 * 2. A body that needs it finds that very folder, or fails with workspace-lost. No stage sees that failure: the whole
 *    job begins again, with a new folder.
 * 3. Those of a run that has succeeded are removed by its last step, those of others stay for a retry (left-folders.ts).
 */
import { mkdirSync, statSync } from "node:fs";
import { rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Job } from "../definition/job.ts";
import type { Stage } from "../definition/stage.ts";
import { declarativeFailure } from "../errors.ts";
import { asksForHashes } from "./asks-for-hashes.ts";
import type { Course } from "./course.ts";
import { rootOf } from "./error-record.ts";
import type { Workspace } from "./records.ts";
import { beginRunFolder, endRunFolder, folderName, readable } from "./run-folders.ts";
import type { RunInput } from "./run-input.ts";
import type { Services } from "./services.ts";

/** A workspace in use. */
export interface OpenWorkspace extends Workspace {
  /** Ends this execution of the job: it begins again. */
  lose(error: unknown): void;
}

export interface InWorkspace {
  /** Of the journal: an own one for each workspace. */
  readonly scope: string;
  readonly stop?: AbortSignal | undefined;
  /** What was done before this execution stands: it is in the same workspace, or needs none. */
  readonly goesOn: boolean;
  /** In that scope, before any stage; undefined where none of them needs one. */
  readonly open: (() => Promise<OpenWorkspace>) | undefined;
}

/** So often a job begins again: whatever takes its folder away each time will go on with it. */
const mostLosses = 3;

/** Executes stages with a workspace of their own, where one of them needs it, and again with another when it is lost. */
export function withWorkspace<T>(course: Course, part: Part, execute: (place: InWorkspace) => Promise<T>): Promise<T> {
  const { stages, always = false, scope, stop } = part;
  if (always || needWorkspace(course.services, stages)) return inFolder(course, part, execute);
  return execute({ scope, stop, goesOn: true, open: undefined });
}

interface Part {
  readonly stages: readonly Stage[];
  /** It needs one whatever its stages say. */
  readonly always?: boolean;
  /** What it is called on disk: the job, and the leg. */
  readonly names: readonly string[];
  readonly scope: string;
  readonly stop?: AbortSignal | undefined;
  /** Of an earlier run, in which the first execution goes on. */
  readonly kept?: Workspace | undefined;
  /** Told of each, before anything is done in it. */
  readonly opened?: ((workspace: Workspace) => void) | undefined;
}

async function inFolder<T>(course: Course, part: Part, execute: (place: InWorkspace) => Promise<T>): Promise<T> {
  const { scope, stop } = part;
  for (let n = 1; ; n++) {
    const lost = new AbortController();
    const open = async (): Promise<OpenWorkspace> => {
      const made = () =>
        course.wf.step(workspaceStep, (s) => makeWorkspace(course, part.names, s.uuid()), { retry: false });
      const workspace = (n === 1 ? part.kept : undefined) ?? (await made());
      part.opened?.(workspace);
      course.folders.push(workspace);
      return { ...workspace, lose: (error) => lost.abort(error) };
    };
    try {
      const own = n === 1 ? scope : `${scope} (workspace ${n})`;
      return await execute({
        scope: own,
        goesOn: n === 1 && part.kept !== undefined,
        stop: AbortSignal.any([lost.signal, ...(stop ? [stop] : [])]),
        open,
      });
    } catch (error) {
      if (!lost.signal.aborted || stop?.aborted === true || n > mostLosses) throw error;
      course.wf.log(`${rootOf(lost.signal.reason)}; ${part.names.join(" ")} begins again`, "warn");
    }
  }
}

/** What an earlier run has done of a job's stages stands: they were in this workspace, or needed none. */
export function goesOnFrom({ services }: Course, job: Job, kept: Workspace | undefined): boolean {
  return kept !== undefined || (job.artifacts === undefined && !needWorkspace(services, job.stages));
}

/** Any of these stages, or of those below them. */
function needWorkspace(services: Services, stages: readonly Stage[]): boolean {
  return stages.some((stage) => {
    return (
      usesWorkspace(services, stage) ||
      asksForHashes(stage) ||
      stage.branches.some((branch) => needWorkspace(services, branch.stages))
    );
  });
}

export function usesWorkspace(services: Services, stage: Stage): boolean {
  const { workspace = false } = services.stages.get(stage.type) ?? {};
  return typeof workspace === "function" ? workspace(stage) : workspace;
}

/** Folders that earlier generations of the run have left to this one: they go with its own. */
export function leftFolders({ keptWorkspaces = {} }: RunInput): Workspace[] {
  return Object.values(keptWorkspaces).flatMap((legs) => Object.values(legs));
}

/** No stage is called so: their ids have no blanks. */
export const workspaceStep = "make workspace";

function makeWorkspace({ services, wf }: Course, names: readonly string[], unique: string): Workspace {
  const ofRun = join(services.workspaces, folderName(wf.id));
  const folder = join(ofRun, `${names.map(readable).join(".")}-${unique.slice(0, 8)}`);
  beginRunFolder(ofRun, wf.id, services.host);
  mkdirSync(folder, { recursive: true });
  return { run: wf.id, machine: services.host.proof.machine, folder };
}

/** For bodies. @throws workspace-lost */
export function requireWorkspace({ services, wf }: Course, { run, machine, folder }: Workspace): void {
  const here = services.host.proof.machine;
  const problem =
    run !== wf.id
      ? `is that of run "${run}", from which this one was forked`
      : machine !== here
        ? `is on the machine ${machine || "that it was made on"}`
        : isFolder(folder)
          ? undefined
          : "is not there any more";
  if (problem !== undefined) throw declarativeFailure("workspace-lost", { folder, problem });
}

export function isLost(error: unknown): boolean {
  return (rootOf(error) as { code?: unknown } | null | undefined)?.code === "workspace-lost";
}

/**
 * As the last step of a run that has succeeded: what cannot be removed fails nothing. A fork of such a run has the step,
 * and none of the folders, so it is the body that leaves those of others alone.
 */
export async function removeWorkspaces({ wf, folders, services }: Course): Promise<void> {
  if (folders.length === 0) return;
  await wf.step(
    "remove workspaces",
    async (s) => {
      const own = new Set(folders.flatMap(({ run, folder }) => (run === wf.id ? [folder] : [])));
      for (const folder of [...own].flatMap((each) => [each, `${each}.groups`]))
        await rm(folder, { recursive: true, force: true }).catch((error) => s.log(`${folder} stays: ${error}`, "warn"));
      const ofRun = join(services.workspaces, folderName(wf.id));
      // Only an empty one goes: children have theirs beside it.
      for (const folder of new Set([ofRun, ...[...own].map(dirname)])) await endRunFolder(folder);
    },
    { retry: false },
  );
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
