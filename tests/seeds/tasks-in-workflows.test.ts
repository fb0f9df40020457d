import { type AnyWorkflow, task, workflow } from "@stepwell/core";
import { describe, expect, test } from "vitest";
import { crashedEverywhere } from "./crashed-everywhere.ts";

// "Task Execution Within Workflows": tasks one after the other, and a decision between them.

type Data = Readonly<Record<string, unknown>>;

function workflows(note: (body: string) => void): AnyWorkflow[] {
  const validate = task("validate data", (data: Data, t) => {
    note("validate");
    const normalized = Object.fromEntries(Object.entries(data).map(([key, value]) => [key.toLowerCase(), value]));
    return { valid: Object.keys(normalized).length > 0, normalized, validatedAt: t.now() };
  });
  const process = task("process data", ({ normalized }: { data: Data; normalized: Data }, t) => {
    note("process");
    return { processingId: t.uuid(), records: Object.keys(normalized).length, processedAt: t.now() };
  });
  const notify = task("send notification", ({ processingId }: { processingId: string }, t) => {
    note("notify");
    return { notificationId: t.uuid(), sentAt: t.now(), processingId };
  });
  const parent = workflow("parent", async (_wf, data: Data) => {
    const validation = await validate(data);
    if (!validation.valid) return { status: "failed", validation, error: "data validation failed" };
    const processing = await process({ data, normalized: validation.normalized });
    const notification = await notify(processing);
    return { status: "completed", validation, processing, notification };
  });
  return [parent];
}

describe("tasks of a workflow, with a crash everywhere", () => {
  test("valid data is processed and told of, each once", async () => {
    const { output, bodies } = await crashedEverywhere({ workflows, input: { Tea: 2, CUP: 1 } });
    expect(output).toMatchObject({
      status: "completed",
      validation: { valid: true, normalized: { tea: 2, cup: 1 } },
      processing: { records: 2 },
    });
    const { processing, notification } = output as Record<"processing" | "notification", { processingId: string }>;
    expect(notification.processingId).toBe(processing.processingId);
    expect(bodies).toEqual(["validate", "process", "notify"]);
  });

  test("invalid data goes no further", async () => {
    const { output, bodies } = await crashedEverywhere({ workflows, input: {} });
    expect(output).toMatchObject({ status: "failed", validation: { valid: false }, error: "data validation failed" });
    expect(bodies).toEqual(["validate"]);
  });
});
