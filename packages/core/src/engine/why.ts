/** The one sentence that says where a run stands; the same in command, lists and pages. */
import { formatMs } from "../model/duration.ts";
import { placeText } from "../model/sharing.ts";
import type { Hindrance, RunRow } from "../store/port.ts";

/** What is known of a run beside its row. */
export interface Around {
  /** Why it does not go on, though it could. */
  readonly hindrance?: Hindrance | undefined;
  readonly lost?: LostOwner | undefined;
}

/** The worker that executes it is dead; or it says nothing, for longer than its lease. */
export interface LostOwner {
  readonly pid: number;
  readonly silentMs: number | undefined;
}

/** @param now ms; times in the sentence count from it. Undefined where there is nothing to explain. */
export function whyOf(row: RunRow, now: number, around: Around = {}): string | undefined {
  const { hindrance, lost } = around;
  switch (row.status) {
    case "pending":
      return whyPending(row, now, hindrance);
    case "running":
      return lost === undefined ? whyRunning(row) : whyLost(lost);
    case "waiting":
      return hindrance === undefined ? whyWaiting(row, now) : whyHindered(hindrance, now);
    case "paused":
      return "paused by request; resume it to go on";
    case "blocked":
      return `blocked: ${row.why ?? "for an unknown reason"}`;
    case "failed":
    case "timed_out":
      return row.why;
    case "cancelled":
      return row.why ?? row.cancelReason;
    case "completed":
      return undefined;
  }
}

/** Of people it is said how long they have. */
function whyWaiting({ why = "waits", wakeAt }: RunRow, now: number): string {
  if (wakeAt === undefined) return why;
  const leftMs = wakeAt - now;
  const left = why.startsWith("waits for approval ") && !/ and \d+ more$/.test(why) && leftMs > 0;
  return `${why}, ${left ? `${formatMs(leftMs)} left` : inTime(leftMs)}`;
}

function whyLost({ pid, silentMs }: LostOwner): string {
  const what = silentMs === undefined ? "is dead" : `has been silent for ${formatMs(silentMs)}`;
  return `its worker (process ${pid}) ${what}; the next worker takes it over`;
}

function whyRunning(row: RunRow): string | undefined {
  if (row.cancelRequestedAt !== undefined) return "is being cancelled";
  return row.pauseRequestedAt === undefined ? undefined : "is being paused: steps in progress end first";
}

function whyPending(row: RunRow, now: number, hindrance: Hindrance | undefined): string {
  if (row.cancelRequestedAt !== undefined) return "is cancelled as soon as a worker takes it; resume it to let it end";
  if (row.availableAt > now) return `starts ${inTime(row.availableAt - now)}`;
  if (hindrance !== undefined) return whyHindered(hindrance, now);
  if (row.startedAt === undefined)
    return `waits for a worker that serves workflow "${row.workflow}" on queue "${row.queue}"`;
  return "waits for a worker to take it over";
}

/** Something keeps a run from being taken that no worker can help. */
function whyHindered(hindrance: Hindrance, now: number): string {
  switch (hindrance.kind) {
    case "place":
      return whyNoRoom(hindrance);
    case "rate":
      return `rate limit of ${placeText(hindrance.place)}: ${inTime(hindrance.freeAt - now)}`;
    case "queue-paused":
      return `queue "${hindrance.queue}" is paused`;
    case "no-build":
      return whyNoBuild(hindrance);
    case "no-worker":
      return `no live worker serves workflow "${hindrance.workflow}" on queue "${hindrance.queue}"`;
  }
}

function whyNoBuild({ build, builds }: Extract<Hindrance, { kind: "no-build" }>): string {
  const others = builds.map((other) => `"${other}"`).join(", ");
  const live = others === "" ? "no live worker serves it" : `live workers have ${others}`;
  return `pinned to build "${build}", which no live worker has; ${live}`;
}

function whyNoRoom({ place, units, capacity, used, holder }: Extract<Hindrance, { kind: "place" }>): string {
  const where = placeText(place);
  if (capacity === undefined) return `waits for ${where}, which does not exist; set it again`;
  if (units > capacity) return `needs ${units} ${units === 1 ? "unit" : "units"} of ${where}, which has ${capacity}`;
  const example = holder === undefined ? "" : `, e.g. by ${holder}`;
  const wanted = units === 1 ? "a place" : `${units} places`;
  return used + units > capacity
    ? `waits for ${wanted} in ${where} (${used} of ${capacity} held${example})`
    : `waits for its turn in ${where} (${used} of ${capacity} held${example})`;
}

function inTime(ms: number): string {
  return ms <= 0 ? "due now" : `in ${formatMs(ms)}`;
}
