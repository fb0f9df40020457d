/** A process that executes a task in a process of its own. `task-process.fixture.ts PIDS`: where that one notes its pids. */
import { memory, Stepwell, workflow } from "@stepwell/core";
import { deaf } from "./task-process-tasks.ts";

const flow = workflow("flow", () => deaf(process.argv[2] ?? ""));
const engine = await Stepwell.open({ store: memory(), workflows: [flow] });
await engine.start(flow, undefined);
