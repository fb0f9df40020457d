/**
 * `npm run demo:crash`: runs the flights once undisturbed, then again with SIGKILL in the middle, several times, and
 * holds the two against each other: nothing that was recorded may run twice, and the reports must be equal to the
 * byte. Says how soon it went on each time: within a second on a machine that has nothing else to do.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type RunHandle, Stepwell, sqlite } from "stepwell";

/** Where to kill: so many entries after the last start. The first three hit the counting, the others the lookups. */
const killsAfter = [6, 11, 14, 40, 90];
const start = fileURLToPath(new URL("start.ts", import.meta.url));

interface Observed {
  /** Entries of the journal, as `position kind operation`. */
  readonly entries: readonly string[];
  /** When they were recorded, ms. */
  readonly at: readonly number[];
}

interface Body {
  /** When it began, ms. */
  readonly at: number;
  readonly key: string;
}

class FlightsProcess {
  readonly directory: string;
  readonly #trace: string;
  #child: ChildProcess | undefined;
  #errors = "";

  constructor(directory: string) {
    this.directory = directory;
    this.#trace = join(directory, "bodies.txt");
  }

  /** @returns when the process ends: its exit code, null after a signal */
  start(): Promise<number | null> {
    const env = { ...process.env, FLIGHTS_TRACE: this.#trace };
    const child = spawn(process.execPath, [start, this.directory], { stdio: ["ignore", "ignore", "pipe"], env });
    this.#child = child;
    this.#errors = "";
    child.stderr?.on("data", (data) => {
      this.#errors = (this.#errors + String(data)).slice(-4_000);
    });
    return new Promise((resolve) => child.on("exit", (code) => resolve(code)));
  }

  kill(): void {
    this.#child?.kill("SIGKILL");
  }

  /** What it last said; for when it fails. */
  get errors(): string {
    return this.#errors;
  }

  /** The bodies that have begun, one for each time. */
  bodies(): Body[] {
    let text = "";
    try {
      text = readFileSync(this.#trace, "utf8").trimEnd();
    } catch {
      return [];
    }
    return text.split("\n").map((line) => {
      const space = line.indexOf(" ");
      return { at: Number(line.slice(0, space)), key: line.slice(space + 1) };
    });
  }
}

/** Looks at the run from outside, through the same file. */
async function observe<T>(directory: string, look: (run: RunHandle | undefined) => Promise<T>): Promise<T> {
  await using engine = await Stepwell.open({ store: sqlite(join(directory, "runs.db")), worker: false });
  const { items } = await engine.list({ workflow: "flights" }, { limit: 1 });
  return await look(items[0] === undefined ? undefined : engine.handle(items[0].id));
}

async function recorded(run: RunHandle | undefined): Promise<Observed> {
  const journal = (await run?.journal()) ?? [];
  return {
    entries: journal.map(({ seq, kind, op }) => `${seq} ${kind} ${op}`),
    at: journal.map(({ at }) => at.getTime()),
  };
}

/** Waits until the journal has `count` entries. */
async function untilRecorded(directory: string, count: number, ended: () => boolean): Promise<void> {
  await using engine = await Stepwell.open({ store: sqlite(join(directory, "runs.db")), worker: false });
  while (!ended()) {
    const { items } = await engine.list({ workflow: "flights" }, { limit: 1 });
    const entries = items[0] === undefined ? [] : await engine.handle(items[0].id).journal({ limit: count });
    if (entries.length >= count) return;
    await pause(20);
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

async function undisturbed(directory: string): Promise<void> {
  const flights = new FlightsProcess(directory);
  const began = Date.now();
  const code = await flights.start();
  if (code !== 0) throw new Error(`the undisturbed run ended with ${code}:\n${flights.errors}`);
  say(`undisturbed: ${seconds(Date.now() - began)}, ${(await observe(directory, recorded)).entries.length} entries`);
}

async function disturbed(directory: string): Promise<void> {
  const flights = new FlightsProcess(directory);
  let before: Observed = { entries: [], at: [] };
  for (const after of killsAfter) {
    const { exited, startedAt } = begin(flights);
    let over = false;
    void exited.then(() => (over = true));
    await untilRecorded(directory, before.entries.length + after, () => over);
    if (over) throw new Error(`the run ended before it could be killed:\n${flights.errors}`);
    flights.kill();
    await exited;
    const now = await observe(directory, recorded);
    compare(before, now);
    sayHowSoon(flights.bodies(), before, startedAt);
    say(`kill -9 with ${now.entries.length} entries recorded, ${flights.bodies().length} bodies begun`);
    before = now;
  }
  const { exited, startedAt } = begin(flights);
  const code = await exited;
  if (code !== 0) throw new Error(`the last process ended with ${code}:\n${flights.errors}`);
  const end = await observe(directory, recorded);
  compare(before, end);
  sayHowSoon(flights.bodies(), before, startedAt);
  checkBodies(flights.bodies(), end);
}

function begin(flights: FlightsProcess): { exited: Promise<number | null>; startedAt: number } {
  return { startedAt: Date.now(), exited: flights.start() };
}

/** What was recorded before the kill is there as it was. */
function compare(before: Observed, now: Observed): void {
  for (const [index, entry] of before.entries.entries())
    if (now.entries[index] !== entry || now.at[index] !== before.at[index])
      throw new Error(`entry ${entry} was recorded, and is ${now.entries[index]} now`);
}

/** From the start of the process (its modules, the store, the replay) to the first body that executes again. */
function sayHowSoon(bodies: readonly Body[], before: Observed, startedAt: number): void {
  if (before.entries.length === 0) return;
  const first = bodies.find((body) => body.at >= startedAt);
  if (first !== undefined) say(`  went on ${seconds(first.at - startedAt)} after the restart`);
}

/** Each body ran once, but for those that were executing when a kill came. */
function checkBodies(bodies: readonly Body[], end: Observed): void {
  const again = bodies.length - new Set(bodies.map(({ key }) => key)).size;
  const failedAttempts = end.entries.filter((entry) => entry.includes(" attempt ")).length;
  say(`bodies begun: ${bodies.length}; ${failedAttempts} attempts had failed and were recorded as such`);
  const extra = again - failedAttempts;
  const most = killsAfter.length * inProgressAtMost;
  if (extra > most)
    throw new Error(`${extra} bodies ran again, at most ${most} can have been in progress at the kills`);
  say(`run again because a kill cut them off: ${Math.max(0, extra)}`);
}

/** Lookups in progress at once, in pipeline.ts. */
const inProgressAtMost = 24;

function compareReports(first: string, second: string): void {
  const names = readdirSync(first).filter((name) => /\.(?:md|svg|sqlite)$/.test(name));
  for (const name of names)
    if (!readFileSync(join(first, name)).equals(readFileSync(join(second, name))))
      throw new Error(`${name} differs between ${first} and ${second}`);
  say(`equal to the byte: ${names.join(", ")}`);
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(2)} s`;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

const folder = mkdtempSync(join(tmpdir(), "flights-"));
const [calm, shaken] = [join(folder, "calm"), join(folder, "shaken")];
for (const directory of [calm, shaken]) mkdirSync(directory);
await undisturbed(calm);
await disturbed(shaken);
compareReports(calm, shaken);
rmSync(folder, { recursive: true });
say("nothing that was recorded ran twice, and nothing was lost");
