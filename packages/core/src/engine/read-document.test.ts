import { describe, expect, it } from "vitest";
import { entryKinds } from "../model/entry-kinds.ts";
import { workflow } from "../operations/workflow.ts";
import { claim, newDatabase, newEntry, newLine, only, startRunning, write } from "../store/contract/bench.ts";
import { memory } from "../store/memory/memory.ts";
import { openEngine } from "../testing/open-engine.ts";
import { readDocument } from "./read-document.ts";
import { generationDocument, type RunExport, runFormat, runFormatVersion } from "./run-document.ts";

// What is not exactly what an export gives is refused, with the path of what is wrong, and nothing of it is written.

const flow = workflow("flow", async (wf, n: number) => {
  wf.set("k", n);
  wf.attributes({ a: 1 });
  wf.log("line");
  return await wf.step("s", () => n);
});

async function exported(): Promise<RunExport> {
  const engine = await newDatabase(() => ({ provider: memory(), dispose() {} })).engine();
  const run = await startRunning(engine, { id: "r", tags: ["t"] });
  await engine.store.commit({
    id: "send",
    worker: undefined,
    at: 0,
    starts: [],
    sends: [{ to: "r", name: "signal~a", payload: "1", dedup: "k" }],
    writes: [],
    claim: undefined,
  });
  const opening = {
    op: "ask~a",
    kind: "ask" as const,
    askedAt: 1,
    dueAt: 2,
    assignees: ["x"],
    shown: "{}",
    problem: "p",
  };
  await write(engine, run, {
    entries: entryKinds.map((kind, index) => newEntry(index + 1, { kind })),
    data: [["k", "1"]],
    attributes: { a: 1 },
    title: "T",
    logs: [newLine(1)],
    openings: [{ do: "open", opening }],
  });
  await claim(engine);
  const generations = (await engine.store.exportRun("r", "all")).map(generationDocument);
  return JSON.parse(
    JSON.stringify({ format: runFormat, version: runFormatVersion, exportedAt: 5, id: "r", generations }),
  );
}

type Path = readonly (string | number)[];

/** Every place of a document that holds something. */
function places(value: unknown, path: Path = []): Path[] {
  if (typeof value !== "object" || value === null) return [path];
  const below = Array.isArray(value) ? value.map((item, i) => [i, item] as const) : Object.entries(value);
  return [...(path.length === 0 ? [] : [path]), ...below.flatMap(([name, item]) => places(item, [...path, name]))];
}

function changed(
  document: RunExport,
  path: Path,
  change: (parent: Record<string | number, unknown>) => void,
): RunExport {
  const copy = structuredClone(document);
  const parent = path.slice(0, -1).reduce<unknown>((at, name) => (at as Record<string | number, unknown>)[name], copy);
  change(parent as Record<string | number, unknown>);
  return copy;
}

describe("a document", () => {
  it("of every kind of entry is read as it was written", async () => {
    const document = await exported();
    const read = readDocument(document);
    expect(read.generations.map(generationDocument)).toEqual(document.generations);
    expect(only(read.generations).entries.map(({ kind }) => kind)).toEqual(entryKinds);
  });

  it("that was changed in any place is refused with a typed error", async () => {
    const document = await exported();
    const accepted: string[] = [];
    for (const path of places(document)) {
      const name = path.at(-1) as string;
      // The id and the time of the export are not covered by a checksum: both may be chosen.
      if (name === "id" || name === "exportedAt") continue;
      for (const other of [{ not: "this" }, "$b:0000", 7.5, 123_456, "text", [], null, true]) {
        const wrong = changed(document, path, (parent) => {
          parent[name] = other;
        });
        if (JSON.stringify(wrong) === JSON.stringify(document)) continue;
        try {
          readDocument(wrong);
          accepted.push(`${path.join(".")} = ${JSON.stringify(other)}`);
        } catch (error) {
          expect(error).toMatchObject({ code: expect.stringMatching(/^(invalid-export|export-too-new)$/) });
        }
      }
    }
    expect(accepted).toEqual([]);
  });

  it("in which anything is missing, or is too much, is refused", async () => {
    const document = await exported();
    for (const path of places(document)) {
      const name = path.at(-1) as string;
      const without = changed(document, path, (parent) => {
        if (Array.isArray(parent)) parent.splice(name as unknown as number, 1);
        else delete parent[name];
      });
      expect(() => readDocument(without), path.join(".")).toThrow(expect.objectContaining({ code: "invalid-export" }));
      const more = changed(document, path, (parent) => {
        if (Array.isArray(parent)) parent.push(structuredClone(parent[0]));
        else parent.more = 1;
      });
      const harmless = path.includes("attributes") && path.at(-1) !== "attributes";
      if (!harmless) expect(() => readDocument(more), path.join(".")).toThrow();
    }
  });

  it.each([
    [(d: RunExport) => Object.assign(d, { format: "other" }), "$.format"],
    [
      (d: RunExport) => Object.assign(d.generations[0]?.journal[2] ?? {}, { seq: 9 }),
      "$.generations[0].journal[2].seq",
    ],
    [(d: RunExport) => Object.assign(d.generations[0]?.journal[2] ?? {}, { at: 9 }), "$.generations[0].journal[2]"],
    [(d: RunExport) => Object.assign(d.generations[0]?.facts ?? {}, { seed: "x" }), "$.generations[0].facts.seed"],
    [(d: RunExport) => Object.assign(d.generations[0]?.facts ?? {}, { priority: 5 }), "$.generations[0]"],
    [(d: RunExport) => Object.assign(d, { id: "@x" }), "$.id"],
  ])("names the place: %#", async (break_, path) => {
    const document = await exported();
    break_(document);
    expect(() => readDocument(document)).toThrow(
      expect.objectContaining({ code: "invalid-export", facts: expect.objectContaining({ path }) }),
    );
  });

  it("of a newer format is refused as such; what is no object at all, too", async () => {
    const document = { ...(await exported()), version: runFormatVersion + 1, news: true };
    expect(() => readDocument(document)).toThrow(expect.objectContaining({ code: "export-too-new" }));
    for (const other of [undefined, null, "text", 1, [], {}])
      expect(() => readDocument(other)).toThrow(expect.objectContaining({ code: "invalid-export" }));
  });

  it("that is refused leaves nothing behind", async () => {
    const engine = await openEngine({ workflows: [flow] });
    await engine.execute(flow, 1, { id: "r" });
    const document = await engine.export("r");
    const there = await openEngine({ workflows: [flow] });
    const wrong = { ...document, generations: document.generations.map((one) => ({ ...one, checksum: 1 })) };
    await expect(there.import(wrong)).rejects.toMatchObject({ code: "invalid-export" });
    expect(await there.count()).toBe(0);
    expect((await there.stats()).all.runs.completed ?? 0).toBe(0);
  });
});
