/** Stand-ins for somebody else's services. They keep their books in ORDERS_DIRECTORY, by default `out` of this example. */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Bank, openBank } from "./bank.ts";
import { type Carrier, openCarrier } from "./carrier.ts";
import { Ledger } from "./ledger.ts";
import { openPost, type Post } from "./post.ts";
import { openWarehouse, type Warehouse } from "./warehouse.ts";

export interface Services {
  readonly bank: Bank;
  readonly warehouse: Warehouse;
  readonly carrier: Carrier;
  readonly post: Post;
  readonly ledger: Ledger;
}

const defaultDirectory = fileURLToPath(new URL("../out", import.meta.url));
const opened = new Map<string, Services>();

/** Opened when the first body asks for them: not by the import, which must not touch the disk. */
export function services(directory = process.env.ORDERS_DIRECTORY ?? defaultDirectory): Services {
  const there = opened.get(directory);
  if (there !== undefined) return there;
  const ledger = new Ledger(join(directory, "world.db"));
  const made: Services = {
    bank: openBank(ledger),
    warehouse: openWarehouse(ledger),
    carrier: openCarrier(ledger),
    post: openPost(ledger),
    ledger,
  };
  opened.set(directory, made);
  return made;
}
