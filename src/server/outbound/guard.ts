import { lookup as resolve, type LookupAddress } from "node:dns";
import { BlockList, isIP, type LookupFunction } from "node:net";
import { Agent, buildConnector, getGlobalDispatcher, setGlobalDispatcher } from "undici";
import type { Config } from "../../config.ts";
import { endpointOf } from "../../config/backup.ts";
import type { Network } from "../../config/door.ts";
import { addressClassOf } from "../../kernel/address-class.ts";
import { AppError } from "../../kernel/errors.ts";

/**
 * Where this process may connect to (CWE-918): never to link-local and metadata addresses, to private ones only where the
 * operator has named them, by block or by writing the address itself into a setting. The address is judged when the
 * connection is made, so that a name that answers differently the second time (DNS rebinding) gains nothing.
 */
export interface Guard {
  allows(address: string): boolean;
  /** A connector for undici that keeps to this limit in milliseconds. */
  connector(connectMs: number): buildConnector.connector;
  /** As `dns.lookup`, without the addresses that may not be reached. */
  readonly lookup: LookupFunction;
}

export interface GuardOptions {
  readonly privateNetworks: readonly Network[];
  /** URLs of settings: an address that stands in one is named. */
  readonly settings: readonly (string | undefined)[];
  /** Replaced by tests. */
  readonly resolve?: typeof resolve;
}

export function createGuard({ privateNetworks, settings, resolve: ask = resolve }: GuardOptions): Guard {
  const named = namedBy(privateNetworks, settings);
  const allows = (address: string): boolean => {
    const kind = addressClassOf(address);
    if (kind === "public" || kind === "forbidden") return kind === "public";
    return named.check(address, isIP(address) === 6 ? "ipv6" : "ipv4");
  };
  const lookup: LookupFunction = (hostname, options, callback) => {
    ask(hostname, { ...options, all: true }, (fault, found: LookupAddress[]) => {
      const reachable = fault === null ? found.filter(({ address }) => allows(address)) : [];
      const [first] = reachable;
      if (fault !== null) callback(fault, "", 0);
      else if (first === undefined) callback(refused(hostname), "", 0);
      else if (options.all === true) callback(null, reachable);
      else callback(null, first.address, first.family);
    });
  };
  return {
    allows,
    lookup,
    connector: (connectMs) => {
      const connect = buildConnector({ timeout: connectMs, lookup });
      return (options, callback) => {
        const host = options.hostname.replace(/^\[|\]$/g, "");
        // No name is looked up for an address.
        if (isIP(host) !== 0 && !allows(host)) callback(refused(host), null);
        else connect(options, callback);
      };
    },
  };
}

/** The guard of a configuration, to which every `fetch` of the process is held from here on. */
export function openGuard(
  config: Pick<Config, "backup" | "door" | "upstreamUrl" | "production">,
  closers: (() => Promise<void>)[],
): Guard {
  const guard = createGuard({
    privateNetworks: config.door.privateNetworks,
    settings: [
      // The demo hospital listens on this machine.
      ...(config.production === undefined ? ["http://127.0.0.1"] : []),
      config.upstreamUrl,
      endpointOf(config.backup),
      config.production?.oidcIssuer,
    ],
  });
  guardFetch(guard, closers);
  return guard;
}

const CONNECT_MS = 5_000;

/** Holds every `fetch` of the process to the guard, until it is closed: discovery, keys and tokens of providers. */
export function guardFetch(guard: Guard, closers: (() => Promise<void>)[]): void {
  const before = getGlobalDispatcher();
  const agent = new Agent({ connect: guard.connector(CONNECT_MS) });
  setGlobalDispatcher(agent);
  closers.push(async () => {
    setGlobalDispatcher(before);
    await agent.close();
  });
}

/** The fault of a guard, however deep it lies in what failed. */
export function refusalIn(fault: unknown): AppError | undefined {
  if (fault instanceof AppError) return fault;
  return fault instanceof Error && fault.cause !== undefined ? refusalIn(fault.cause) : undefined;
}

function namedBy(networks: readonly Network[], settings: readonly (string | undefined)[]): BlockList {
  const named = new BlockList();
  for (const { address, prefix, family } of networks) named.addSubnet(address, prefix, family);
  for (const setting of settings) {
    if (setting === undefined || !URL.canParse(setting)) continue;
    const host = new URL(setting).hostname.replace(/^\[|\]$/g, "");
    for (const address of host === "localhost" ? ["127.0.0.1", "::1"] : [host]) {
      if (isIP(address) !== 0) named.addAddress(address, isIP(address) === 6 ? "ipv6" : "ipv4");
    }
  }
  return named;
}

function refused(host: string): AppError {
  return new AppError(
    "upstream_unreachable",
    `\`${host}\` leads to an address that may not be reached from here`,
    {
      hint: "name a private network with MODICUM_PRIVATE_NETWORKS; link-local addresses stay closed",
    },
  );
}
