import { Refused } from "./errors.ts";
import type { Ledger } from "./ledger.ts";

export interface Carrier {
  print(parcel: { order: string; tracking: string }, key: string): Promise<{ label: string }>;
  voidLabel(parcel: { tracking: string }, key: string): Promise<void>;
  /** @throws Refused where the carrier does not go; NoAnswer */
  pickUp(parcel: { tracking: string; address: string }, key: string): Promise<string>;
}

export function openCarrier(ledger: Ledger): Carrier {
  return {
    print: ({ order, tracking }, key) =>
      ledger.serve({ service: "carrier.print", key }, () => {
        ledger.run(`INSERT INTO labels (tracking, "order") VALUES (?, ?)`, tracking, order);
        return { label: `label of ${tracking}` };
      }),
    voidLabel: ({ tracking }, key) =>
      ledger.serve({ service: "carrier.void", key }, () => {
        ledger.run("UPDATE labels SET voided = 1 WHERE tracking = ?", tracking);
      }),
    pickUp: ({ tracking, address }, key) =>
      ledger.serve({ service: "carrier.pick-up", key }, () => {
        if (address.endsWith("the moon")) throw new Refused(`nobody drives to ${address}`);
        const pickup = `tour ${(tracking.length % 3) + 1}`;
        ledger.run("UPDATE labels SET pickup = ? WHERE tracking = ?", pickup, tracking);
        return pickup;
      }),
  };
}
