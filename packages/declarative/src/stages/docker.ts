/** `docker`: a container. */
import { mkdirSync, realpathSync } from "node:fs";
import { DockerEngine } from "../containers/docker-engine.ts";
import { isImage, type PullPolicy } from "../containers/pull-image.ts";
import { runContainer } from "../containers/run-container.ts";
import { declarativeFailure } from "../errors.ts";
import { opened } from "../expressions/secret.ts";
import { textOf } from "../expressions/text.ts";
import type { ReadyStage, StageRun, StageType } from "./stage-type.ts";
import { workspaceFile } from "./workspace-file.ts";

export const docker: StageType = {
  key: "docker",
  value: {
    shape: { kind: "text", called: "the name of an image" },
    doc: "A container, through the Docker Engine API; its lines go to the run's log, and it is removed when it has ended. Its environment is `env`. Outputs: `stdout`, `stderr`, `return_code`.",
    example: 'name: Convert\ndocker: linuxserver/ffmpeg:7.1\ncommand: [-i, in.mov, out.mp4]\nvolumes: [".:/data"]\n',
    template: true,
  },
  keys: {
    command: {
      shape: { kind: "list", of: { kind: "text", mayBeEmpty: true } },
      doc: "Its arguments, one by one: no shell takes them apart.",
      example: "[-i, in.mov, out.mp4]",
      template: true,
    },
    entrypoint: {
      shape: { kind: "list", of: { kind: "text" }, least: 1 },
      doc: "Instead of the image's own.",
      example: "[/bin/sh, -c]",
      template: true,
    },
    pull: {
      shape: {
        kind: "word",
        words: {
          missing: "when it is not there",
          always: "each time, for a tag that moves",
          never: "it has to be there",
        },
      },
      doc: "When the image is fetched.",
      example: "always",
      default: "missing",
    },
    volumes: {
      shape: { kind: "list", of: { kind: "text" } },
      doc: "FOLDER:PLACE, with :ro for reading only; folders in the workspace.",
      example: '[".:/data"]',
      template: true,
    },
    "working-directory": { shape: { kind: "text" }, doc: "Folder in the container.", example: "/data", template: true },
    user: { shape: { kind: "text" }, doc: "Who it is executed as.", example: '"1000"', template: true },
    network: { shape: { kind: "text" }, doc: "Docker's network.", example: "none", default: "bridge", template: true },
  },
  workspace: ({ keys }) => "volumes" in keys,
  async run(stage, s) {
    const { id, value, keys, limits = {} } = stage;
    const image = open(value);
    const env = Object.fromEntries(Object.entries(s.env).map(([name, one]) => [name, open(one)]));
    const outputs = await s.step(async (body) => {
      if (!isImage(image))
        throw declarativeFailure("image-unavailable", { image, problem: "this is no name of an image" });
      return await runContainer(new DockerEngine(s.reach.docker), {
        name: id,
        image,
        pull: String(keys.pull ?? "missing") as PullPolicy,
        environment: env,
        mounts: keys.volumes === undefined ? [] : listOf(keys.volumes).map((volume) => mountOf(stage, s, volume)),
        body,
        generation: s.wf.generation,
        hidden: s.hidden,
        ...limits,
        ...given("command", keys.command === undefined ? undefined : listOf(keys.command)),
        ...given("entrypoint", keys.entrypoint === undefined ? undefined : listOf(keys.entrypoint)),
        ...given("folder", textAt(keys, "working-directory")),
        ...given("user", textAt(keys, "user")),
        ...given("network", textAt(keys, "network")),
      });
    });
    return { outputs: { ...outputs } };
  },
};

function open(value: unknown): string {
  return textOf(opened(value).value);
}

function listOf(value: unknown): string[] {
  const { value: list } = opened(value);
  return (Array.isArray(list) ? list : [list]).map(textOf);
}

function textAt(keys: ReadyStage["keys"], key: string): string | undefined {
  return keys[key] === undefined ? undefined : open(keys[key]);
}

function given<K extends string, T>(key: K, value: T | undefined): { readonly [_ in K]?: T } {
  return (value === undefined ? {} : { [key]: value }) as { readonly [_ in K]?: T };
}

/** For bodies: the folder is made. @throws file-outside, stage-value */
function mountOf(stage: ReadyStage, s: StageRun, volume: string) {
  const [, source = "", target, rights] = /^([^:]*):(\/[^:]*)(?::(ro|rw))?$/.exec(volume) ?? [];
  if (target === undefined) {
    const problem = `has the volume ${JSON.stringify(volume)}, which is not FOLDER:PLACE or FOLDER:PLACE:ro`;
    throw declarativeFailure("stage-value", { stage: `docker "${stage.id}"`, problem });
  }
  const folder = /^\.?\/?$/.test(source) ? realpathSync(s.workspace) : workspaceFile(stage, s, source);
  mkdirSync(folder, { recursive: true });
  return { source: folder, target, readOnly: rights === "ro" };
}
