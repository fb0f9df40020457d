/** Workflows as people write them, beside those that are made up: each list is what one history executes. */
import type { Flow } from "./plan.ts";
import { leftToChildren, lookedAfter, newestOnly } from "./stories-of-sharing.ts";
import { approval, endless, payment, pingPong, untilTold } from "./stories-of-waiting.ts";
import { failing, seq, step } from "./story-nodes.ts";

/** Reserved, charged, and taken back newest first when it cannot be shipped. */
const orderSaga: Flow = {
  name: "f0",
  program: seq(
    "q0",
    step("s0"),
    { is: "undo", name: "u1", failures: 1 },
    { is: "book", name: "y2", failures: 1 },
    { is: "undo", name: "u3", failures: 0 },
    { is: "sleep", name: "z4", ms: 1_100 },
    step("s5", { takesMs: 200, failures: 1 }),
    { is: "undo", name: "u6", failures: 1 },
    { is: "shield", name: "h7", body: seq("q8", step("s9"), { is: "book", name: "y10", failures: 0 }) },
    step("s11", failing),
  ),
};

/** Orders, each in a run of its own, and what they give together. */
const fanOut: readonly Flow[] = [
  {
    name: "f0",
    program: seq(
      "q0",
      {
        is: "map",
        name: "m1",
        items: 4,
        atOnce: 2,
        body: { is: "catch", name: "c2", body: { is: "call", name: "k3", flow: "f1" } },
      },
      { is: "start", name: "k4", flow: "f1" },
      step("s5"),
    ),
    limit: 2,
  },
  {
    name: "f1",
    program: seq("q0", step("s1", { failures: 1 }), { is: "sleep", name: "z2", ms: 700 }, step("s3", { takesMs: 15 })),
    limit: 3,
    needs: { name: "units", units: 1 },
  },
];

/** Many want to know the same. */
const rates: Flow = {
  name: "f0",
  program: seq(
    "q0",
    step("s1", { kind: "cached", takesMs: 600 }),
    {
      is: "all",
      name: "l2",
      parts: [step("s3", { kind: "cached", failures: 1, backoffMs: 300 }), step("s4", { kind: "cached" }), step("s5")],
    },
    { is: "sleep", name: "z6", ms: 1_000 },
    step("s7", { kind: "cached", takesMs: 15 }),
  ),
};

/** Each customer's orders one after the other; who waits lets the next one in. */
const onePerCustomer: Flow = {
  name: "f0",
  program: seq(
    "q0",
    step("s1", { takesMs: 200 }),
    { is: "sleep", name: "z2", ms: 1_600 },
    step("s3", { takesMs: 15 }),
    { is: "receive", name: "w4", signal: "b", withinMs: 1_200 },
    step("s5"),
  ),
  limit: 1,
  keys: 2,
  yields: true,
};

/** A report that must be done in time, with the last part of it in any case. */
const deadline: Flow = {
  name: "f0",
  program: seq(
    "q0",
    { is: "undo", name: "u1", failures: 0 },
    {
      is: "all",
      name: "l2",
      parts: [
        step("s3", { takesMs: 600, failures: 2, backoffMs: 1_050 }),
        { is: "shield", name: "h4", body: seq("q5", { is: "sleep", name: "z6", ms: 1_600 }, step("s7")) },
        { is: "poll", name: "o8", tries: 3, everyMs: 400 },
      ],
    },
    { is: "sleep", name: "z9", ms: 1_600 },
    step("s10"),
  ),
  timeoutMs: 1_500,
};

/** Trips of parts that are undone together. */
const trip: readonly Flow[] = [
  {
    name: "f0",
    program: seq(
      "q0",
      { is: "undo", name: "u1", failures: 0 },
      {
        is: "all",
        name: "l2",
        parts: [
          { is: "call", name: "k3", flow: "f1" },
          { is: "call", name: "k4", flow: "f2" },
        ],
      },
      { is: "throw", name: "x5" },
    ),
  },
  { name: "f1", program: seq("q0", step("s1"), { is: "undo", name: "u2", failures: 1 }, { is: "ask", name: "a3" }) },
  {
    name: "f2",
    program: seq("q0", { is: "book", name: "y1", failures: 2 }, { is: "undo", name: "u2", failures: 0 }, step("s3")),
    needs: { name: "units", units: 2 },
    limit: 2,
  },
];

/** Long: its steps are many. */
const manySteps: Flow = {
  name: "f0",
  program: seq(
    "q0",
    {
      is: "map",
      name: "m1",
      items: 12,
      atOnce: 4,
      body: seq("q2", step("s3", { takesMs: 15 }), { is: "set", name: "d4" }, step("s5", { failures: 1 })),
    },
    { is: "book", name: "y6", failures: 0 },
  ),
};

export const stories: readonly (readonly Flow[])[] = [
  [orderSaga],
  [approval],
  fanOut,
  [endless],
  [payment],
  [rates],
  [untilTold],
  [pingPong],
  [onePerCustomer],
  [deadline],
  trip,
  [manySteps],
  leftToChildren,
  [newestOnly],
  [lookedAfter],
];
