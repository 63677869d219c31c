import type { IncomingMessage } from "node:http";
import { BlockList, isIP } from "node:net";
import type { Network } from "../../config/door.ts";

/** Gives the address that a request comes from. */
export type ClientAddress = (request: Pick<IncomingMessage, "socket" | "headers">) => string;

/**
 * The address of the connection, unless that is a declared proxy's: then what it says (X-Forwarded-For, else Forwarded,
 * RFC 7239), read from the last hop back to the first that is no declared proxy. INVARIANT: what stands before that hop,
 * anybody may have written, and it is not looked at.
 */
export function clientAddress(trustedProxies: readonly Network[]): ClientAddress {
  const trusted = new BlockList();
  for (const { address, prefix, family } of trustedProxies) trusted.addSubnet(address, prefix, family);
  const isTrusted = (address: string): boolean =>
    isIP(address) !== 0 && trusted.check(address, isIP(address) === 6 ? "ipv6" : "ipv4");
  return ({ socket, headers }) => {
    let client = bare(socket.remoteAddress ?? "");
    if (trustedProxies.length === 0) return client;
    const hops = hopsIn(headers);
    while (isTrusted(client)) {
      const before = hops.pop();
      if (before === undefined || isIP(before) === 0) return client;
      client = before;
    }
    return client;
  };
}

/** Of a limit: an IPv6 network of one site counts as one client (RFC 6177: sites have a /64 at least). */
export function limitKeyOf(address: string): string {
  if (isIP(address) !== 6) return address;
  const [head = "", tail = ""] = address.toLowerCase().split("::");
  const [first, last] = [head, tail].map((part) => (part === "" ? [] : part.split(":"))) as [
    string[],
    string[],
  ];
  const gap = address.includes("::")
    ? Array<string>(Math.max(0, 8 - first.length - last.length)).fill("0")
    : [];
  const groups = [...first, ...gap, ...last].slice(0, 4);
  return groups.map((group) => Number.parseInt(group, 16).toString(16)).join(":");
}

/** Client first, the nearest proxy's word last. */
function hopsIn(headers: IncomingMessage["headers"]): string[] {
  const forwardedFor = headers["x-forwarded-for"];
  if (forwardedFor !== undefined) return [forwardedFor].flat().join(",").split(",").map(bare);
  const { forwarded } = headers;
  return forwarded === undefined ? [] : forwarded.split(",").map((hop) => bare(forOf(hop)));
}

/** `for=192.0.2.60;proto=http`, `for="[2001:db8::1]:4711"`. */
function forOf(hop: string): string {
  return /(?:^|;)\s*for=("?)([^";]+)\1/i.exec(hop.trim())?.[2] ?? "";
}

/** Without brackets, port, and the prefix of an IPv4 address that came over IPv6. */
function bare(text: string): string {
  const trimmed = text.trim().replace(/^::ffff:(?=\d+\.)/i, "");
  const bracketed = /^\[([^\]]+)\](?::\d+)?$/.exec(trimmed)?.[1];
  return bracketed ?? trimmed.replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, "$1");
}
