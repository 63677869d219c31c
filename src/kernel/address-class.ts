import { BlockList, isIP } from "node:net";

/**
 * What an IP address is to a program that connects to it. `forbidden`: link-local, where clouds answer with the machine's
 * own credentials, and what nobody can be reached at. `private` also holds the blocks that carry an IPv4 address inside
 * (RFC 6052, RFC 3056, RFC 4380), which could lead anywhere.
 */
export type AddressClass = "public" | "private" | "loopback" | "forbidden";

/** Link-local (RFC 3927, RFC 4291), metadata services of clouds by their other names, unspecified, multicast, reserved. */
const FORBIDDEN = [
  "169.254.0.0/16",
  "fe80::/10",
  "fd00:ec2::254/128",
  "fd20:ce::254/128",
  "100.100.100.200/32",
  "168.63.129.16/32",
  "192.0.0.192/32",
  "0.0.0.0/8",
  "224.0.0.0/3",
  "::/128",
  "ff00::/8",
];
const LOOPBACK = ["127.0.0.0/8", "::1/128"];
/** RFC 6890 and what came after: not globally reachable. */
const PRIVATE = [
  "10.0.0.0/8",
  "172.16.0.0/12",
  "192.168.0.0/16",
  "100.64.0.0/10",
  "192.0.0.0/24",
  "198.18.0.0/15",
  "fc00::/7",
  "fec0::/10",
  "64:ff9b::/96",
  "64:ff9b:1::/48",
  "2002::/16",
  "2001::/32",
  "::/96",
];

const CLASSES = (
  [
    ["forbidden", FORBIDDEN],
    ["loopback", LOOPBACK],
    ["private", PRIVATE],
  ] as const
).map(([name, blocks]) => [name, blockListOf(blocks)] as const);

/** Of an address in text; what is none is forbidden. An IPv4 address mapped into IPv6 is what the IPv4 address is. */
export function addressClassOf(address: string): AddressClass {
  const version = isIP(address);
  if (version === 0) return "forbidden";
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return addressClassOf(mapped);
  const family = version === 6 ? "ipv6" : "ipv4";
  return CLASSES.find(([, list]) => list.check(address, family))?.[0] ?? "public";
}

/** Blocks as `10.0.0.0/8`. */
function blockListOf(blocks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const block of blocks) {
    const [address = "", prefix] = block.split("/");
    list.addSubnet(address, Number(prefix), isIP(address) === 6 ? "ipv6" : "ipv4");
  }
  return list;
}
