/** `docker`: a container. */
import type { StageShape } from "../format/stage-shape.ts";

export const docker: StageShape = {
  key: "docker",
  value: {
    shape: { kind: "text", called: "the name of an image" },
    doc: "A container, through the Docker Engine API; removed when it has ended. Outputs: `stdout`, `stderr`, `return_code`.",
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
};
