/** Records where the processor's time goes while something runs: V8's own profiler, as `node --cpu-prof` uses it. */
import { Session } from "node:inspector/promises";

export interface Frame {
  readonly name: string;
  /** Path from the root of the repository, "node:…", or "" for what is not JavaScript. */
  readonly file: string;
  readonly line: number;
}

/** Time that was spent in the innermost frame itself. */
export interface Sampled {
  readonly selfUs: number;
  /** From the innermost frame outwards. */
  readonly stack: readonly Frame[];
}

/** Enough to see a microsecond per step within seconds, and little enough not to slow what is measured by much. */
const intervalUs = 200;

export async function profiled(work: () => Promise<unknown>): Promise<Sampled[]> {
  const session = new Session();
  session.connect();
  await session.post("Profiler.enable");
  await session.post("Profiler.setSamplingInterval", { interval: intervalUs });
  await session.post("Profiler.start");
  await work();
  const { profile } = await session.post("Profiler.stop");
  session.disconnect();

  const selfUs = new Map<number, number>();
  for (const [at, id] of (profile.samples ?? []).entries()) {
    selfUs.set(id, (selfUs.get(id) ?? 0) + (profile.timeDeltas?.[at] ?? 0));
  }
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
  const parents = new Map(profile.nodes.flatMap((node) => (node.children ?? []).map((child) => [child, node.id])));
  return [...selfUs].map(([id, us]) => {
    const stack: Frame[] = [];
    for (let at: number | undefined = id; at !== undefined; at = parents.get(at)) {
      const call = nodes.get(at)?.callFrame;
      if (call !== undefined)
        stack.push({ name: call.functionName, file: shorten(call.url), line: call.lineNumber + 1 });
    }
    return { selfUs: us, stack };
  });
}

const root = new URL("../../", import.meta.url).href;

function shorten(url: string): string {
  return url.startsWith(root) ? url.slice(root.length) : url;
}
