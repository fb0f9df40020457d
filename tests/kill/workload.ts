/** What runs do while their processes are killed: every kind of thing that a run can record. */
import { type AnyWorkflow, type BodyContext, task, type WorkflowContext, workflow } from "@stepwell/core";

/** A body that is executed; it has its effect at once, and ends a little later. */
export type Effect = (what: EffectOf) => Promise<void>;

export interface EffectOf {
  readonly run: string;
  readonly generation: number;
  readonly step: string;
  readonly attempt: number;
  readonly fence: number;
}

/** Runs whose number can be divided by these. */
const every = { undone: 5, asking: 4, flaky: 3, isolated: 7, apart: 11 } as const;

/** How many of these may begin, and in what time. */
export const mailRate = { workflow: "mail", limit: 4, periodMs: 100 } as const;

/** For tasks that are executed in a thread: their module is imported there, and knows nothing of this process. */
export const square = task("square", { isolation: "thread" }, (n: number) => n * n);

/** In a process of its own, which ends with the worker's. */
export const cube = task("cube", { isolation: "process" }, (n: number) => n * n * n);

export function workload(effect: Effect): AnyWorkflow[] {
  const body =
    (wf: WorkflowContext, step: string, fails = 0) =>
    async (s: BodyContext) => {
      const { id: run, generation } = wf;
      await effect({ run, generation, step, attempt: s.attempt, fence: s.fence });
      if (s.attempt <= fails) throw new RangeError(`${step} fails on attempt ${s.attempt}`);
      return `${step} ${s.uuid()}`;
    };
  const retry = { initial: 20, jitter: 0.5 };
  const part = workflow<number, number>(
    { name: "part", concurrency: { limit: 6, key: (n) => `k${n % 2}` } },
    async (wf, n) => {
      await wf.step("work", body(wf, "work"));
      await wf.sleep(30);
      return n * 2;
    },
  );
  const loop = workflow("loop", async (wf, left: number): Promise<string> => {
    await wf.step("turn", body(wf, `turn ${left}`));
    if (left > 0) wf.continueAs(left - 1);
    return "end of loop";
  });
  const books = workflow("books", (wf) =>
    wf.transaction("make", async (sql) => {
      await sql`CREATE TABLE books (run TEXT NOT NULL, generation INTEGER NOT NULL) STRICT`;
      return 1;
    }),
  );
  const { workflow: name, limit, periodMs: period } = mailRate;
  const mail = workflow({ name, rateLimit: { limit, period } }, (wf) => wf.step("send", body(wf, "send")));
  const order = workflow({ name: "order", limits: [{ name: "orders" }] }, async (wf, n: number) => {
    wf.set("n", n);
    wf.attributes({ n });
    await wf.step("s0", body(wf, "s0"));
    wf.compensate("s0", body(wf, "undo s0", n % 2), { retry });
    await wf.transaction("book", async (sql) => {
      await sql`INSERT INTO books VALUES (${wf.id}, ${wf.generation})`;
      return wf.id;
    });
    const parts = await wf.map([n, n + 1, n + 2], (item) => wf.call(part, item), { concurrency: 2 });
    await wf.step("s1", body(wf, "s1", n % every.flaky === 0 ? 2 : 0), { retry });
    const paid = wf.callback<number>({ name: "paid", timeout: 400 });
    wf.set("token", paid.token);
    await wf.receive("hint", { timeout: 200 });
    await wf.send(wf.id, "self", n);
    const self = await wf.receive<number>("self");
    if (n % every.asking === 0) await wf.ask({ title: "Go on?", name: "go", timeout: 400, default: "late" });
    await paid.promise;
    const won = await wf.race({ quick: () => wf.step("quick", body(wf, "quick")), slow: () => wf.sleep("1 h") });
    await wf.step("once", body(wf, "once"), { atMostOnce: true, retry: false }).catch(() => "interrupted");
    await wf.step("shared", body(wf, "shared"), { cache: { key: `k${n % 6}`, ttl: "1 h" } });
    await wf.poll("poll", (s) => s.now().getTime(), { every: 20, until: () => true, timeout: "1 min" });
    const isolated = n % every.isolated === 0 ? await wf.run(square, n) : n * n;
    if (n % every.apart === 0) await wf.run(cube, n);
    await wf.start(mail, undefined, { detached: true });
    await wf.start(loop, 2, { detached: true });
    await wf.shield(() => wf.step("s2", body(wf, "s2")));
    if (n % every.undone === 0) throw new RangeError("to be undone");
    return [n, ...parts, self, won.winner, isolated, wf.get("n")].join();
  });
  return [order, part, loop, mail, books];
}

/** What order n gives; undefined for one that fails, and is undone. */
export function expectedOf(n: number): string | undefined {
  if (n % every.undone === 0) return undefined;
  return [n, n * 2, (n + 1) * 2, (n + 2) * 2, n, "quick", n * n, n].join();
}
