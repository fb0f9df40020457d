/** A workflow that is released nightly, in an engine in memory, for tests. */
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type Host, memory, nodeHost, Stepwell, type StoreProvider } from "@stepwell/core";
import { confFolder } from "./conf-folder.fixture.ts";
import { Workflow } from "./workflow.ts";

const nightly = `
nightly:
  tags: [etl]
  params: { folder: str, password: { type: secret, default: hunter2-hunter2 } }
  on:
    - cron: "0 2 * * *"
  jobs:
    work:
      stages:
        - id: note
          bash: |
            echo "\${{ release.type }} \${{ release.logical_date | fmt('%Y-%m-%d %H:%M') }} \${{ release.run_id }}" >> "\${{ params.folder }}/notes"
            test ! -e "\${{ params.folder }}/broken"
        - { id: times, echo: "\${{ release.previous }} before \${{ release.logical_date }}" }
        - { id: leak, bash: 'echo "got \${{ params.password }}"' }
    report:
      needs: work
      stages:
        - { id: say, echo: done }
`;
/** 02:00:30 of a day of January. */
export const two = (day: number) => new Date(Date.UTC(2026, 0, day, 2, 0, 30));

export interface World {
  readonly workflow: Workflow;
  readonly engine: Stepwell;
  readonly folder: string;
  readonly params: { readonly folder: string };
  readonly notes: () => string[];
  readonly [Symbol.asyncDispose]: () => Promise<void>;
}

export async function world(store: StoreProvider = memory(), host: Host = nodeHost()): Promise<World> {
  const { path: folder, from } = confFolder({ "nightly.yml": nightly });
  const engine = await Stepwell.open({ store, worker: {}, host });
  const workflow = await Workflow.fromConf("nightly", { ...from, engine });
  const notes = (): string[] => {
    const file = join(folder, "notes");
    const lines = existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : [];
    rmSync(file, { force: true });
    return lines;
  };
  return { workflow, engine, folder, params: { folder }, notes, [Symbol.asyncDispose]: () => engine.close() };
}
