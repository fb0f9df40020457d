/** Which view fits the streams and the wishes. */
import type { Host } from "@stepwell/core";
import type { Environment } from "../environment.ts";
import type { Output } from "../output.ts";
import { JsonView } from "./json-view.ts";
import { LineView } from "./line-view.ts";
import { QuietView } from "./quiet-view.ts";
import { TreeView } from "./tree-view.ts";
import type { FollowView } from "./view.ts";

export interface ChoosingParts {
  readonly output: Output;
  readonly environment: Environment;
  readonly host: Host;
  /** What the next command needs to find the run: "" or ` --store URL`. */
  readonly where: string;
  /** Others are followed at the same time: there is one terminal, and no tree for each. */
  readonly several: boolean;
}

export function chooseView({ output, environment, host, where, several }: ChoosingParts): FollowView {
  const { progress } = output;
  const { folder, variables } = environment;
  const place = { screen: progress, folder, where };
  if (output.json) return new JsonView(output, folder);
  if (output.quiet) return new QuietView(place);
  if (progress.appearance.live && !several) return new TreeView(place);
  const annotate = variables.GITHUB_ACTIONS === "true";
  return new LineView({ ...place, now: () => host.now(), annotate, namesRun: several });
}
