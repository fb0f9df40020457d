/**
 * The suite that every store must pass. `make` gives a provider of a fresh database each time.
 * @example storeContract("sqlite", () => ({ provider: sqlite(path), dispose: () => rmSync(path) }))
 */
import { describe } from "vitest";
import { announceContract } from "./announce.ts";
import { asksContract } from "./asks.ts";
import type { MakeProvider } from "./bench.ts";
import { cacheContract } from "./cache.ts";
import { changeContract } from "./change.ts";
import { claimContract } from "./claim.ts";
import { commitContract } from "./commit.ts";
import { conflictContract } from "./conflict.ts";
import { continueContract } from "./continue.ts";
import { controlContract } from "./control.ts";
import { damageContract } from "./damage.ts";
import { documentsContract } from "./documents.ts";
import { expiredContract } from "./expired.ts";
import { fenceContract } from "./fence.ts";
import { forkContract } from "./fork.ts";
import { generationContract } from "./generation.ts";
import { handlesContract } from "./handles.ts";
import { idsLikeContract } from "./ids-like.ts";
import { inboxContract } from "./inbox.ts";
import { largeValuesContract } from "./large-values.ts";
import { limitsContract } from "./limits.ts";
import { listContract } from "./list.ts";
import { logsContract } from "./logs.ts";
import { noticesContract } from "./notices.ts";
import { pinnedContract } from "./pinned.ts";
import { placesContract } from "./places.ts";
import { queuesContract } from "./queues.ts";
import { readContract } from "./read.ts";
import { reapContract } from "./reap.ts";
import { recoverContract } from "./recover.ts";
import { removalContract } from "./removal.ts";
import { requestsContract } from "./requests.ts";
import { rewriteContract } from "./rewrite.ts";
import { startContract } from "./start.ts";
import { statsContract } from "./stats.ts";
import { transactContract } from "./transact.ts";
import { transferContract } from "./transfer.ts";
import { wakeContract } from "./wake.ts";
import { wakeUpsContract } from "./wake-ups.ts";
import { wokenContract } from "./woken.ts";
import { workersContract } from "./workers.ts";

export type { MakeProvider } from "./bench.ts";

const verbs: readonly ((make: MakeProvider) => void)[] = [
  startContract,
  commitContract,
  changeContract,
  fenceContract,
  claimContract,
  pinnedContract,
  workersContract,
  reapContract,
  controlContract,
  requestsContract,
  noticesContract,
  generationContract,
  forkContract,
  handlesContract,
  inboxContract,
  continueContract,
  placesContract,
  conflictContract,
  limitsContract,
  queuesContract,
  cacheContract,
  announceContract,
  asksContract,
  recoverContract,
  transactContract,
  readContract,
  largeValuesContract,
  listContract,
  damageContract,
  idsLikeContract,
  statsContract,
  expiredContract,
  removalContract,
  logsContract,
  transferContract,
  rewriteContract,
  documentsContract,
  wakeContract,
  wakeUpsContract,
  wokenContract,
];

export function storeContract(name: string, make: MakeProvider): void {
  describe(`${name} keeps the store's promises`, () => {
    for (const verb of verbs) verb(make);
  });
}
