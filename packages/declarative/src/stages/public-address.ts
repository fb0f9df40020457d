/** Addresses that are on the public network, and those that are not: loopback, private, link-local, and what leads there. */
import { lookup } from "node:dns";
import { BlockList, isIP, type LookupFunction } from "node:net";

/** Apart: one for both would take each IPv4 address for the IPv6 address that maps it. */
const refused = { ipv4: new BlockList(), ipv6: new BlockList() };
for (const net of [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.88.99.0/24",
  "192.168.0.0/16",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/4",
  "240.0.0.0/4",
  // Only 2000::/3 is given out to the public network.
  "::/3",
  "4000::/2",
  "8000::/1",
  // In them stands an IPv4 address, of any kind.
  "2002::/16",
  "2001::/32",
  "2001:db8::/32",
]) {
  const [address = "", bits] = net.split("/");
  const kind = isIP(address) === 4 ? "ipv4" : "ipv6";
  refused[kind].addSubnet(address, Number(bits), kind);
}

/** True of what is no address, too. */
export function isPrivate(address: string): boolean {
  const version = isIP(address);
  if (version === 0) return true;
  const kind = version === 4 ? "ipv4" : "ipv6";
  return refused[kind].check(address, kind);
}

/** Resolves names at the moment of connecting, and gives none that has a private address among its own. */
export function publicLookup(refusal: (address: string) => Error): LookupFunction {
  return (host, options, done) => {
    lookup(host, { ...options, all: true }, (error, addresses) => {
      const inner = error === null ? addresses.find(({ address }) => isPrivate(address)) : undefined;
      const problem = error ?? (inner === undefined ? null : refusal(inner.address));
      const [first] = addresses ?? [];
      if (problem !== null || first === undefined) done(problem, []);
      else if (options.all === true) done(null, addresses);
      else done(null, first.address, first.family);
    });
  };
}
