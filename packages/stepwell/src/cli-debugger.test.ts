/** `debug --inspect-brk` with a debugger: the protocol of Node's inspector, as every debugger speaks it. */
import { expect, test } from "vitest";
import { TestFolder } from "./test-command.ts";

const folder = new TestFolder();
folder.write(
  "orders.ts",
  `import { workflow } from "stepwell";
export const orders = workflow("orders", async (wf) => {
  const paid = await wf.step("charge", () => 12);
  const total = paid + 1;
  return await wf.receive("go").then(() => total);
});
`,
);

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: { readonly callFrames?: readonly Frame[]; readonly scriptId?: string; readonly url?: string };
  readonly result?: { readonly result?: { readonly value?: unknown } };
}
interface Frame {
  readonly callFrameId: string;
  readonly location: { readonly scriptId: string; readonly lineNumber: number };
}

test("it stops before the code begins, then at a breakpoint in the run's code, and ends", {
  timeout: 120_000,
}, async () => {
  await folder.run("run", "orders.ts", "--id", "order-1", "--wait", "1s");
  // Several tests may listen at a time: each on a port of its own.
  const command = folder.start(["debug", "order-1", "--inspect-brk"], { NODE_OPTIONS: "--inspect-port=0" });
  const url = /ws:\/\/\S+/.exec(await command.saysWhat("ws://"))?.[0] ?? "";
  const socket = new WebSocket(url);
  const stops: string[] = [];
  const files = new Map<string, string>();
  let id = 0;
  let paid: unknown;
  const send = (method: string, params: object = {}) => socket.send(JSON.stringify({ id: ++id, method, params }));
  const opened = Promise.withResolvers<void>();
  socket.onopen = () => opened.resolve();
  await opened.promise;
  socket.onmessage = ({ data }) => {
    const { method, params, result } = JSON.parse(String(data)) as Message;
    if (result?.result?.value !== undefined) paid = result.result.value;
    if (method === "Debugger.scriptParsed")
      files.set(String(params?.scriptId), String(params?.url).split("/").at(-1) ?? "");
    if (method !== "Debugger.paused") return;
    const frame = params?.callFrames?.[0];
    const { scriptId = "", lineNumber = -1 } = frame?.location ?? {};
    stops.push(`${files.get(scriptId)}:${lineNumber + 1}`);
    if (stops.length === 1) send("Debugger.setBreakpointByUrl", { urlRegex: "orders\\.ts$", lineNumber: 3 });
    else send("Debugger.evaluateOnCallFrame", { callFrameId: frame?.callFrameId, expression: "paid" });
    send("Debugger.resume");
    if (stops.length === 2) setTimeout(() => socket.close(), 100);
  };
  send("Debugger.enable");
  send("Runtime.runIfWaitingForDebugger");
  const { code, stdout } = await command.ended;
  expect(stops).toEqual([expect.stringMatching(/^debug-run\.\w+:\d+$/), "orders.ts:4"]);
  expect(paid).toBe(12);
  expect([code, stdout]).toEqual([0, expect.stringContaining('after 1 entry: the code waits for signal "go"')]);
});
