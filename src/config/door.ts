import { isIP } from "node:net";
import type { Read } from "./gathered.ts";
import { type Environment, invalid, wholeNumber } from "./values.ts";

/** Who may come in, how often, and where the process itself may go. */
export interface DoorConfig {
  /** Open connections at most; one more is closed at once. */
  readonly connections: number;
  readonly rates: Readonly<Record<RateName, Rate | null>>;
  /** Proxies whose word about the client's address counts. */
  readonly trustedProxies: readonly Network[];
  /** Private networks that the process may connect to. */
  readonly privateNetworks: readonly Network[];
}

/** `address`: per client address; `person`: per credential of a person or program; `signIn`: attempts per address. */
export type RateName = "address" | "person" | "signIn";

/** A token bucket: so many come back each second, so many are there at most. */
export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

/** A block of addresses, RFC 4632 and RFC 4291 2.3. */
export interface Network {
  readonly address: string;
  readonly prefix: number;
  readonly family: "ipv4" | "ipv6";
}

/** Generous to an EHR that asks for a whole ward, narrow where passwords and tokens are guessed. */
const PRODUCTION_RATES: Readonly<Record<RateName, string>> = {
  address: "1000/4000",
  person: "200/1000",
  signIn: "5/30",
};

/** In the demo, where everybody comes from this machine, rates are off unless they are set. */
export function readDoor(env: Environment, read: Read): DoorConfig {
  const isProduction = env["MODICUM_MODE"] === "production";
  const rate = (name: RateName, setting: string): Rate | null =>
    read(() => rateOf(setting, env[setting] || (isProduction ? PRODUCTION_RATES[name] : "off")), null);
  return {
    connections: read(() => wholeNumber(env, "MODICUM_CONNECTIONS", 10_000, 1_000_000), 1),
    rates: {
      address: rate("address", "MODICUM_RATE_ADDRESS"),
      person: rate("person", "MODICUM_RATE_PERSON"),
      signIn: rate("signIn", "MODICUM_RATE_SIGN_IN"),
    },
    trustedProxies: read(() => networksOf(env, "MODICUM_TRUSTED_PROXIES"), []),
    privateNetworks: read(() => networksOf(env, "MODICUM_PRIVATE_NETWORKS"), []),
  };
}

/** `20/100`: twenty a second, a hundred at once; `off`. */
function rateOf(name: string, text: string): Rate | null {
  if (text === "off") return null;
  const [, perSecond, burst] = /^(\d{1,6})\/(\d{1,6})$/.exec(text) ?? [];
  const rate = { perSecond: Number(perSecond), burst: Number(burst) };
  if (!(rate.perSecond >= 1 && rate.burst >= 1))
    throw invalid(name, "give requests a second and at once, such as `20/100`, or `off`");
  return rate;
}

/** Addresses and blocks, separated by commas or spaces. */
function networksOf(env: Environment, name: string): readonly Network[] {
  const words = (env[name] ?? "").split(/[\s,]+/).filter((word) => word !== "");
  return words.map((word) => networkOf(name, word));
}

function networkOf(name: string, word: string): Network {
  const [address = "", length, ...rest] = word.split("/");
  const version = isIP(address);
  const most = version === 6 ? 128 : 32;
  const prefix = length === undefined ? most : Number(length);
  const isBlock = version !== 0 && rest.length === 0 && /^\d*$/.test(length ?? "") && prefix <= most;
  if (!isBlock) throw invalid(name, "give addresses or blocks such as `10.20.0.0/16, fd12::/32`");
  return { address, prefix, family: version === 6 ? "ipv6" : "ipv4" };
}
