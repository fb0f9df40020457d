/** Two processes on one virtual clock; the first one executes a body that never ends. */
import { virtualHost } from "../host/virtual.ts";
import { workflow } from "../operations/workflow.ts";
import { memory } from "../store/memory/memory.ts";
import { type Around, aroundStore } from "./around-store.ts";
import { Machine } from "./mortal-process.ts";
import { openEngine } from "./open-engine.ts";
import { quiet } from "./virtual-time.ts";

/** The fence of each body that began. */
export const fences: number[] = [];

export const flow = workflow("flow", (wf) =>
  wf.step("s", (s) => {
    fences.push(s.fence);
    return s.fence === 1 ? new Promise(() => {}) : "taken over";
  }),
);

/** @param options.silent the heartbeats of the first may be hushed, and let through again */
export async function twoProcesses(options: { provable: boolean; silent?: boolean }) {
  fences.length = 0;
  const host = virtualHost();
  const provider = memory();
  const machine = new Machine(provider, host);
  const first = machine.process();
  let silent = false;
  const mute: Around = { beat: (next, worker, at) => (silent ? Promise.resolve(true) : next(worker, at)) };
  const store = options.silent ? aroundStore(first.parts.store, mute) : first.parts.store;
  const engine = await openEngine({ ...first.parts, store, workflows: [flow] });
  const handle = await engine.start(flow, undefined, { id: "r" });
  await quiet(host);
  const second = machine.process();
  const isProvablyDead = options.provable ? second.parts.host.isProvablyDead : () => false;
  const other = { ...second.parts, host: { ...second.parts.host, isProvablyDead } };
  return { host, provider, first, engine, handle, other, hush: (now = true) => (silent = now) };
}
