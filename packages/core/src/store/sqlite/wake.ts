/**
 * Hearing of other connections' commits, and telling them of ours.
 *
 * Boundary: only hints pass here; whoever is woken reads the database. A lost hint costs 250 ms.
 * 1. What decides is PRAGMA data_version: listeners are called only when it has moved.
 * 2. A sidecar file beside the database is touched after commits that others want to hear of soon, at most every
 *    5 ms; fs.watch hears it within a millisecond. (The -wal is no use: an event for every write, own ones too.)
 * 3. The sidecar exists once somebody has listened: without it nobody is told.
 * 4. While there are no listeners, nothing runs.
 */
import { closeSync, type FSWatcher, openSync, watch, writeSync } from "node:fs";
import type { Host, Timer } from "../../host/port.ts";

export interface Wake {
  /** After a commit of this connection. */
  told(notable: boolean): void;
  /** A transaction of this connection has seen that another one has written. */
  heard(): void;
  listen(fn: () => void): { stop(): void };
  close(): void;
}

export interface WakeParts {
  readonly host: Host;
  readonly sidecar: string;
  /** A number that moves when another connection has written. */
  readonly version: () => number | undefined;
}

/** The net for file systems whose watching does not work, and for a hint that was lost; a poll takes 2–6 µs. */
const pollMs = { watched: 500, unwatched: 250 } as const;
const touchEveryMs = 5;

export function sidecarWake(parts: WakeParts): Wake {
  const { host, sidecar, version } = parts;
  const listeners = new Set<() => void>();
  const toucher = touches(host, sidecar);
  let seen = version();
  let poll: Timer | undefined;
  let watcher: FSWatcher | undefined;

  const call = () => {
    for (const fn of listeners) fn();
  };
  const look = () => {
    const now = version();
    if (now === undefined || now === seen) return;
    seen = now;
    call();
  };
  const pollAgain = () => {
    poll = host.timer(watcher === undefined ? pollMs.unwatched : pollMs.watched, () => {
      look();
      pollAgain();
    });
  };
  const begin = () => {
    // Own writes do not move the number, so what moved before the first listener came is not news.
    seen = version();
    watcher = watchFile(sidecar, look);
    pollAgain();
  };
  const end = () => {
    poll?.cancel();
    watcher?.close();
    poll = watcher = undefined;
  };

  return {
    told: (notable) => {
      if (notable) toucher.touch();
    },
    heard: () => {
      // Not within the transaction that noticed it.
      if (listeners.size > 0) host.immediate(look);
    },
    listen: (fn) => {
      if (listeners.size === 0) begin();
      const own = () => fn();
      listeners.add(own);
      return {
        stop: () => {
          if (listeners.delete(own) && listeners.size === 0) end();
        },
      };
    },
    close: () => {
      listeners.clear();
      end();
      toucher.close();
    },
  };
}

/** Creates the file; undefined where watching is not possible. */
function watchFile(sidecar: string, changed: () => void): FSWatcher | undefined {
  try {
    closeSync(openSync(sidecar, "a"));
    const watcher = watch(sidecar, { persistent: false }, changed);
    watcher.on("error", () => watcher.close());
    return watcher;
  } catch {
    return undefined;
  }
}

function touches(host: Host, sidecar: string): { touch(): void; close(): void } {
  let file: number | undefined;
  let last = -Infinity;
  let later: Timer | undefined;
  let closed = false;

  const write = () => {
    last = host.monotonic();
    try {
      file ??= openSync(sidecar, "r+");
      writeSync(file, "!", 0);
    } catch {
      // Nobody has listened yet, or the disk is full: the poll remains.
    }
  };
  return {
    touch: () => {
      if (closed || later !== undefined) return;
      const rest = last + touchEveryMs - host.monotonic();
      if (rest <= 0) return write();
      later = host.timer(rest, () => {
        later = undefined;
        write();
      });
    },
    close: () => {
      closed = true;
      // What was to be told is told now.
      if (later !== undefined) write();
      later?.cancel();
      later = undefined;
      if (file !== undefined) closeSync(file);
      file = undefined;
    },
  };
}
