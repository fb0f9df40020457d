/** The Store on SQLite: hands each verb to its area. */
import { sameValue } from "../../model/value/canonical.ts";
import type { Store, StoreOptions } from "../port.ts";
import { activityOf, announce } from "./activity.ts";
import { cacheTake } from "./cache.ts";
import { commit } from "./commit.ts";
import { control } from "./control.ts";
import { changeDocuments, getDocument, listDocuments, putDocument, removeDocument } from "./documents.ts";
import type { Connection } from "./driver.ts";
import { expired } from "./expired.ts";
import { exportRun } from "./export-run.ts";
import { fileDamage } from "./file-damage.ts";
import { fork } from "./fork.ts";
import { nextGeneration } from "./generation.ts";
import { idsLike } from "./ids-like.ts";
import { importRun } from "./import-run.ts";
import { inbox } from "./inbox.ts";
import { keepAlive } from "./keep-alive.ts";
import { count, list } from "./list.ts";
import { asks } from "./list-asks.ts";
import { readLogs } from "./logs.ts";
import { dropNotices, notices } from "./notices.ts";
import { openDatabase } from "./open.ts";
import { peek } from "./peek.ts";
import type { Place } from "./place.ts";
import { hindrances } from "./places/hindrance.ts";
import { removeLimit, setLimit } from "./places/limits.ts";
import { places } from "./places/list-places.ts";
import { queues, setQueue } from "./queues.ts";
import { data, find, get, journal } from "./read.ts";
import { recorded } from "./recorded.ts";
import { recover } from "./recover.ts";
import { remove } from "./remove.ts";
import { rewriteTexts } from "./rewrite.ts";
import { Session } from "./session.ts";
import { recount, stats } from "./stats.ts";
import { transact } from "./transact.ts";
import { expire } from "./unbegun.ts";
import type { Wake } from "./wake.ts";
import { wakeUps } from "./wake-ups.ts";
import { checkBeside, checkNow } from "./wholeness.ts";
import { aliveWorkers, beat, deregister, reap, register, serve } from "./workers.ts";

export interface StoreParts {
  readonly label: string;
  readonly place: Place;
  readonly options: StoreOptions;
  readonly wake: (session: Session) => Wake;
  /** After the connection was closed. */
  readonly onClosed?: () => void;
}

const namespaceSql = "SELECT key FROM namespaces WHERE name = ?";
const addNamespaceSql = "INSERT INTO namespaces (name) VALUES (?) ON CONFLICT DO NOTHING";

export async function openStore(parts: StoreParts): Promise<Store> {
  const { label, place, options } = parts;
  const { db, unchecked } = await openDatabase(place);
  const session = new Session({ place, db, label, sameValue, ...options });
  try {
    await enterNamespace(session);
  } catch (error) {
    session.close();
    throw error;
  }
  const wake = parts.wake(session);
  session.onCommit = wake.told;
  session.onForeign = wake.heard;
  const check = unchecked ? checkLater(session, db, options) : undefined;
  return storeOf(session, wake, async () => {
    await check?.stop();
    parts.onClosed?.();
  });
}

/** Runs name their namespace by an integer; the name is looked up once. */
async function enterNamespace(session: Session): Promise<void> {
  const name = session.namespace;
  const known = await session.read("open", (db) => db.stmt(namespaceSql).get(name));
  const row =
    known ??
    (await session.write("open", (db) => {
      db.stmt(addNamespaceSql).run(name);
      return db.stmt(namespaceSql).get(name);
    }));
  session.namespaceKey = Number(row?.[0]);
}

/** Who only looks does not wait for it either, and leaves it to those who execute. */
function checkLater(
  session: Session,
  db: Connection,
  { damaged }: StoreOptions,
): { stop(): Promise<void> } | undefined {
  if (damaged === undefined) return undefined;
  const check = checkBeside(session.place, (error) => {
    session.damage = error;
    damaged(error);
  });
  if (check === undefined) checkNow(db, session.place);
  return check;
}

function storeOf(session: Session, wake: Wake, onClosed: () => Promise<void>): Store {
  const { place, host } = session;
  return {
    label: session.label,
    register: (worker) => register(session, worker),
    serve: (worker, serves) => serve(session, worker, serves),
    beat: (worker, at) => beat(session, worker, at),
    keepAlive: (worker, pulse) =>
      place.kind === "file" ? keepAlive({ host, location: place.location }, worker, pulse) : undefined,
    workers: () => aliveWorkers(session),
    reap: (workers, at) => reap(session, workers, at),
    deregister: (worker) => deregister(session, worker),
    commit: (batch) => commit(session, batch),
    recover: (batch) => recover(session, batch),
    transact: (request) => transact(session, request),
    control: (run, action, at) => control(session, run, action, at),
    nextGeneration: (run, begin, at) => nextGeneration(session, run, begin, at),
    fork: (run, begin, at) => fork(session, run, begin, at),
    recorded: (run) => recorded(session, run),
    peek: (claim, at) => peek(session, claim, at),
    notices: (worker) => notices(session, worker),
    dropNotices: (worker, upTo) => dropNotices(session, worker, upTo),
    inbox: (run) => inbox(session, run),
    cacheTake: (take) => cacheTake(session, take),
    announce: (activity, ended) => announce(session, activity, ended),
    find: (id, generation) => find(session, id, generation),
    get: (run) => get(session, run),
    list: (filter, page) => list(session, filter, page),
    count: (filter, cap) => count(session, filter, cap),
    asks: (filter, page) => asks(session, filter, page),
    idsLike: (part, limit) => idsLike(session, part, limit),
    damage: () => fileDamage(session),
    stats: (workflow) => stats(session, workflow),
    recount: () => recount(session),
    wakeUps: (run) => wakeUps(session, run),
    journal: (run, after, limit) => journal(session, run, after, limit),
    logs: (run, after, limit) => readLogs(session, run, { after, limit }),
    data: (run, key) => data(session, run, key),
    expired: (filter, cursor) => expired(session, filter, cursor),
    remove: (runs) => remove(session, runs),
    exportRun: (id, which) => exportRun(session, id, which),
    rewrite: (wanted) => rewriteTexts(session, wanted),
    importRun: (run) => importRun(session, run),
    activity: (run) => activityOf(session, run),
    setLimit: (name, units, at) => setLimit(session, { name, units, at }),
    removeLimit: (name) => removeLimit(session, name),
    places: (at) => places(session, at),
    setQueue: (name, wish) => setQueue(session, name, wish),
    queues: () => queues(session),
    expire: (at) => expire(session, at),
    hindrances: (runs, at) => hindrances(session, runs, at),
    putDocument: (document) => putDocument(session, document),
    getDocument: (key) => getDocument(session, key),
    listDocuments: (kind, page) => listDocuments(session, kind, page),
    removeDocument: (key) => removeDocument(session, key),
    changeDocuments: (change) => changeDocuments(session, change),
    onForeignChange: (fn) => wake.listen(fn),
    close: async () => {
      if (session.closed) return;
      // The wake first: what it still has to tell is told while the file is there.
      wake.close();
      session.close();
      await onClosed();
    },
  };
}
