import { RunTree, type RunTreeRow } from "@stepwell/core";
import { describe, expect, test } from "vitest";
import { lineWidth, paint } from "../terminal/spans.ts";
import { pipelineEvents, pipelineExecuting, startedAt } from "./test-run.ts";
import { treeLines } from "./tree-lines.ts";

function pipelineRows(): RunTreeRow[] {
  const tree = new RunTree(startedAt);
  for (const event of pipelineEvents()) if (event.type === "entry") tree.add(event.entry, { live: true });
  tree.observe(pipelineExecuting, startedAt + 8_400);
  return tree.rows({ now: startedAt + 8_400, status: "running", why: "" });
}

function shown(columns: number, parts: { glyphs?: boolean; offsets?: boolean } = {}): string[] {
  const { glyphs = true, offsets = false } = parts;
  const appearance = { colour: false, glyphs, live: true };
  const times = offsets ? ({ show: "offset", startedAt } as const) : ({ show: "took" } as const);
  const lines = treeLines(pipelineRows(), { appearance, columns, now: startedAt + 8_400, times });
  for (const line of lines) expect(lineWidth(line)).toBeLessThanOrEqual(columns);
  return lines.map((line) => paint(line, false));
}

describe("the tree in text", () => {
  test("at 79 columns", () => {
    expect(`\n${shown(79).join("\n")}\n`).toMatchInlineSnapshot(`
      "
        ✓ read     100,000 records                                               0.8s
        ✓ clean    97,412 kept, 2,588 rejected                                   1.1s
        ▸ enrich   122 done  1 failed  ↻ 1 retried                                 6s
            ✗ page#131  after 5 attempts: 404 from 127.0.0.1:4010
            ↻ page#130  attempt 3 of 5 in 2s: 503 from 127.0.0.1:4010
            ▸ page#140, page#141, page#142, 5 more
        ▸ publish  1 of 2 done
            ✓ upload                                                             0.1s
            ▸ notify  40/200  20%
      "
    `);
  });

  test("at 39 columns", () => {
    expect(`\n${shown(39).join("\n")}\n`).toMatchInlineSnapshot(`
      "
        ✓ read     100,000 records       0.8s
        ✓ clean    97,412 kept, 2,588 …  1.1s
        ▸ enrich   122 done  1 failed  ↻…  6s
          ✗ page#131  after 5 attempts: 404 …
          ↻ page#130  attempt 3 of 5 in 2s: …
          ▸ page#140, page#141, page#142, 5 …
        ▸ publish  1 of 2 done
          ✓ upload                       0.1s
          ▸ notify  40/200  20%
      "
    `);
  });

  test("at 119 columns times stand no further right than at 80", () => {
    expect(`\n${shown(119).join("\n")}\n`).toMatchInlineSnapshot(`
      "
        ✓ read     100,000 records                                                0.8s
        ✓ clean    97,412 kept, 2,588 rejected                                    1.1s
        ▸ enrich   122 done  1 failed  ↻ 1 retried                                  6s
            ✗ page#131  after 5 attempts: 404 from 127.0.0.1:4010
            ↻ page#130  attempt 3 of 5 in 2s: 503 from 127.0.0.1:4010
            ▸ page#140, page#141, page#142, 5 more
        ▸ publish  1 of 2 done
            ✓ upload                                                              0.1s
            ▸ notify  40/200  20%
      "
    `);
  });

  test("in words, where there are no glyphs", () => {
    expect(`\n${shown(79, { glyphs: false }).join("\n")}\n`).toMatchInlineSnapshot(`
      "
        ok    read     100,000 records                                           0.8s
        ok    clean    97,412 kept, 2,588 rejected                               1.1s
        run   enrich   122 done  1 failed  1 retried                               6s
            FAIL  page#131  after 5 attempts: 404 from 127.0.0.1:4010
            retry page#130  attempt 3 of 5 in 2s: 503 from 127.0.0.1:4010
            run   page#140, page#141, page#142, 5 more
        run   publish  1 of 2 done
            ok    upload                                                         0.1s
            run   notify  40/200  20%
      "
    `);
  });

  test("with the ends of steps instead of how long they took, for whoever was not there", () => {
    expect(`\n${shown(79, { offsets: true }).join("\n")}\n`).toMatchInlineSnapshot(`
      "
        ✓ read     100,000 records                                              +0.8s
        ✓ clean    97,412 kept, 2,588 rejected                                  +1.9s
        ▸ enrich   122 done  1 failed  ↻ 1 retried                                 6s
            ✗ page#131  after 5 attempts: 404 from 127.0.0.1:4010
            ↻ page#130  attempt 3 of 5 in 2s: 503 from 127.0.0.1:4010
            ▸ page#140, page#141, page#142, 5 more
        ▸ publish  1 of 2 done
            ✓ upload                                                            +8.3s
            ▸ notify  40/200  20%
      "
    `);
  });
});
