/** Ends runs that have not begun, and asks others to end: what sharing leads to, besides requests of people. */
import { nobody } from "./inbox.ts";
import { afterEnds } from "./run-ends.ts";
import { cancelRun, type EndedRun, expireRun, type Request } from "./run-requests.ts";

type Unended = Omit<Request, "ends">;

/** It never began, and never will. */
export function endUnbegun(run: Unended, why: string): void {
  withEnds(run, (request) => expireRun(request, why));
}

/** In its own way, if it has begun. */
export function giveWay(run: Unended, reason: string): void {
  withEnds(run, (request) => cancelRun(request, reason));
}

function withEnds(run: Unended, act: (request: Request) => void): void {
  const { session, db, row, at } = run;
  const ends: EndedRun[] = [];
  act({ ...run, ends });
  afterEnds(session, db, { ends, at, sender: nobody() });
  session.held.delete(row.key);
  session.tellOthers();
}
