/**
 * Artifacts: files of one job for others. An attempt of a job that has succeeded keeps what it uploads in a folder of its
 * own; the journal says where. Jobs that need it, directly or through others, put the files into their workspaces.
 */
import { mkdir, open, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { BodyContext } from "@stepwell/core";
import type { Artifact, Job } from "../definition/job.ts";
import { declarativeFailure } from "../errors.ts";
import { opened, secretTexts } from "../expressions/secret.ts";
import { textOf } from "../expressions/text.ts";
import { workspaceFile } from "../stages/workspace-file.ts";
import { type ArtifactLimits, copyFiles, filesOf } from "./artifact-files.ts";
import { type Course, type Names, scopeOf } from "./course.ts";
import { hidingInErrors } from "./masking.ts";
import { journalName } from "./names.ts";
import type { ArtifactRecord } from "./records.ts";
import { beginRunFolder, folderName } from "./run-folders.ts";
import { isLost, type OpenWorkspace, requireWorkspace } from "./workspace.ts";

interface At {
  readonly names: Names;
  readonly workspace: OpenWorkspace;
}

/** Before the first stage. @throws artifact-unknown, artifact-gone, artifact-refused, file-outside */
export async function download(
  course: Course,
  job: Job,
  { names, workspace, known }: At & { readonly known: readonly ArtifactRecord[] },
): Promise<void> {
  for (const wanted of job.artifacts?.download ?? []) {
    const { name, path, secrets } = evaluated(course, wanted, names);
    const found = known.filter((one) => one.name === name);
    if (found.length === 0)
      throw declarativeFailure("artifact-unknown", {
        job: job.id,
        name,
        known: [...new Set(known.map((k) => k.name))],
      });
    await inWorkspace(course, workspace, {
      name: `download ${journalName(name)}`,
      secrets,
      body: async (s) => {
        const taken = new Map<string, string>();
        for (const record of found) {
          const files = await keptFiles(course, { job: job.id, name }, { record, signal: s.abortSignal });
          for (const file of files) {
            const other = taken.get(file.path);
            const problem = `${file.path} is in that of ${other} and in that of ${record.from}`;
            if (other !== undefined) throw declarativeFailure("artifact-refused", { job: job.id, name, problem });
            taken.set(file.path, record.from);
          }
          const at = { id: job.id, of: "job" } as const;
          const place = (file: string) => workspaceFile(at, { workspace: workspace.folder }, join(path, file));
          await copyFiles(files, { from: record.folder, place, signal: s.abortSignal });
        }
        return { files: taken.size };
      },
    });
  }
}

async function keptFiles(
  { services }: Course,
  of: { readonly job: string; readonly name: string },
  { record, signal }: { readonly record: ArtifactRecord; readonly signal: AbortSignal },
) {
  const { folder, machine } = record;
  try {
    return await filesOf(folder, ".", { of, limits: services.artifactLimits, signal });
  } catch (error) {
    if ((error as { code?: unknown }).code !== "ENOENT") throw error;
    throw declarativeFailure("artifact-gone", { ...of, folder, machine: machine || "another machine" }, error);
  }
}

/** After the last stage. @throws artifact-refused, artifact-empty */
export async function upload(
  course: Course,
  job: Job,
  { names, workspace, from }: At & { readonly from: readonly string[] },
): Promise<ArtifactRecord[]> {
  const records: ArtifactRecord[] = [];
  for (const wanted of job.artifacts?.upload ?? []) {
    const { name, path, secrets } = evaluated(course, wanted, names);
    const of = { job: job.id, name };
    if (records.some((one) => one.name === name))
      throw declarativeFailure("artifact-refused", { ...of, problem: "there are two of that name in the job" });
    const record = await inWorkspace(course, workspace, {
      name: `upload ${journalName(name)}`,
      secrets,
      body: async (s): Promise<ArtifactRecord> => {
        const { services, wf } = course;
        const limits: ArtifactLimits = services.artifactLimits;
        const files = await filesOf(workspace.folder, path, { of, limits, signal: s.abortSignal });
        if (files.length === 0) throw declarativeFailure("artifact-empty", { ...of, path });
        const ofRun = join(services.artifacts, folderName(wf.id));
        const folder = join(ofRun, folderName(from.join(" ")), `${folderName(name)}-${s.uuid().slice(0, 8)}`);
        beginRunFolder(ofRun, wf.id, services.host);
        await keep(folder, (part) =>
          copyFiles(files, { from: workspace.folder, place: (file) => join(part, file), signal: s.abortSignal }),
        );
        const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
        const { machine } = services.host.proof;
        return { name, from: from.join(" "), machine, folder, files: files.length, bytes };
      },
    });
    records.push(record);
  }
  return records;
}

interface InWorkspace<T> {
  readonly name: string;
  readonly secrets: ReadonlySet<string>;
  readonly body: (s: BodyContext) => Promise<T>;
}

/** Where the workspace is lost, the job begins again: files in a new folder of that name would pass for all of it. */
async function inWorkspace<T>(
  course: Course,
  workspace: OpenWorkspace,
  { name, secrets, body }: InWorkspace<T>,
): Promise<Awaited<T>> {
  const checked = async (s: BodyContext): Promise<T> => {
    requireWorkspace(course, workspace);
    return await body(s);
  };
  try {
    return await course.wf.step(name, hidingInErrors(checked, course.hidden, secrets), { retry: false });
  } catch (error) {
    if (isLost(error)) workspace.lose(error);
    throw error;
  }
}

/** The folder is there whole, or not at all. */
async function keep(folder: string, fill: (part: string) => Promise<void>): Promise<void> {
  const part = `${folder}.part`;
  await rm(part, { recursive: true, force: true });
  // Of an attempt of this very step that was cut off before it was recorded.
  await rm(folder, { recursive: true, force: true });
  await mkdir(part, { recursive: true });
  await fill(part);
  await rename(part, folder);
  const above = await open(dirname(folder), "r");
  try {
    await above.sync();
  } finally {
    await above.close();
  }
}

interface Evaluated extends Artifact {
  /** What its path is computed from, or holds, that nothing may show. */
  readonly secrets: ReadonlySet<string>;
}

/** The name is in the journal; the path is for bodies only. */
function evaluated(course: Course, { name, path }: Artifact, names: Names): Evaluated {
  const value = (template: string): unknown => course.services.templates.text(template, scopeOf(course, names));
  const [called, place] = [opened(value(name)), value(path)];
  return {
    name: called.secret ? "***" : textOf(called.value),
    path: textOf(opened(place).value),
    secrets: new Set(secretTexts(place)),
  };
}
