/** Workflows as people write them that wait for others. */
import type { Flow } from "./plan.ts";
import { failing, seq, step } from "./story-nodes.ts";

/** Somebody approves, or nobody does in time. */
export const approval: Flow = {
  name: "f0",
  program: seq(
    "q0",
    step("s1"),
    { is: "ask", name: "a2", withinMs: 1_200 },
    { is: "set", name: "d3" },
    { is: "ask", name: "a4" },
    step("s5", { kind: "once" }),
  ),
};

/** Works off what it is told, and begins anew. */
export const endless: Flow = {
  name: "f0",
  program: seq(
    "q0",
    { is: "receive", name: "w1", signal: "a", withinMs: 1_200 },
    { is: "book", name: "y2", failures: 0 },
    { is: "set", name: "d3" },
    { is: "undo", name: "u4", failures: 0 },
    { is: "receive", name: "w5", signal: "b", withinMs: 20 },
    { is: "again", name: "g6" },
  ),
};

/** A payment elsewhere, of which one hears, or asks. */
export const payment: Flow = {
  name: "f0",
  program: seq(
    "q0",
    step("s0", { kind: "task" }),
    {
      is: "race",
      name: "r1",
      parts: [
        { is: "callback", name: "b2" },
        { is: "poll", name: "o3", tries: 3, everyMs: 1_100 },
        { is: "receive", name: "w4", signal: "c" },
      ],
    },
    { is: "callback", name: "b5", withinMs: 700 },
    { is: "book", name: "y6", failures: 1 },
  ),
};

/** One looks for something until another says that it is enough. */
export const untilTold: Flow = {
  name: "f0",
  program: seq(
    "q0",
    {
      is: "cut",
      name: "i1",
      parts: [
        {
          is: "map",
          name: "m2",
          items: 3,
          atOnce: 3,
          body: seq("q3", step("s4", { takesMs: 200 }), step("s5", failing)),
        },
        { is: "receive", name: "w6", signal: "a", withinMs: 700 },
      ],
    },
    { is: "draw" },
    {
      is: "cut",
      name: "i7",
      parts: [
        { is: "ask", name: "a8" },
        { is: "sleep", name: "z9", ms: 1_600 },
      ],
    },
    step("s10"),
  ),
};

/** They talk to one another. */
export const pingPong: Flow = {
  name: "f0",
  program: seq(
    "q0",
    { is: "tell", name: "t1", signal: "a", to: "r0" },
    { is: "receive", name: "w2", signal: "a", withinMs: 1_200 },
    { is: "tell", name: "t3", signal: "b", to: "r1" },
    { is: "receive", name: "w4", signal: "b", withinMs: 1_200 },
    { is: "tell", name: "t5", signal: "a", to: "r0" },
    { is: "receive", name: "w6", signal: "a", withinMs: 1_200 },
    { is: "draw" },
  ),
};
