import { everyDevice } from "../governance/devices/every.ts";
import type { InventoryDesk } from "../api/inventory/ports.ts";
import type { SourceStore } from "../audit/intake/ports.ts";
import type { Config } from "../config.ts";
import type { DeviceStore } from "../governance/devices/ports.ts";
import type { MapClient } from "../governance/inventory/data-map.ts";
import type { ClientStore } from "../identity/clients/ports.ts";
import type { KeyDesk } from "../api/keys/ports.ts";
import type { Clock } from "../kernel/clock.ts";
import type { Database } from "../store/database.ts";
import { createInventoryStore } from "../store/inventory-store.ts";
import { knownSystems } from "./inventory/known-systems.ts";
import { protectionLines } from "./inventory/protection-lines.ts";

export interface InventoryParts {
  readonly config: Config;
  readonly database: Database;
  readonly upstream: { readonly title: string };
  readonly identity: { readonly clients: ClientStore };
  readonly feeds: {
    readonly sources: { readonly store: Pick<SourceStore, "list"> };
    readonly devices: { readonly desk: { readonly store: Pick<DeviceStore, "list"> } };
  };
  readonly safekeeping: { readonly desks: { readonly keys: Pick<KeyDesk, "overview"> } };
  readonly clock: Clock;
}

/** The register of systems, and what this deployment knows of its own systems, ways and stores. */
export function openInventory(parts: InventoryParts): InventoryDesk {
  const { config, database, upstream, identity, feeds, safekeeping } = parts;
  const devices = feeds.devices.desk.store;
  return {
    store: createInventoryStore(database.kysely),
    facts: async () => {
      const [sources, clients, deviceCount] = await Promise.all([
        feeds.sources.store.list(),
        clientsAt(identity.clients, parts.clock.now()),
        countDevices(devices),
      ]);
      const title = config.upstreamUrl === undefined ? "The demo hospital" : `FHIR server ${upstream.title}`;
      return { clients, systems: knownSystems({ config, title, sources, devices: deviceCount.total }) };
    },
    protection: async () => ({
      lines: await protectionLines({ config, database, keys: safekeeping.desks.keys }),
      devices: await countDevices(devices).catch(() => null),
    }),
  };
}

const PAGE = 500;

/** Clients that may come now. */
async function clientsAt(store: Pick<ClientStore, "list">, now: number): Promise<readonly MapClient[]> {
  const found: MapClient[] = [];
  for (let after: string | undefined, more = true; more;) {
    const page = await store.list({ limit: PAGE, ...(after === undefined ? {} : { after }) });
    const standing = page.filter(({ endsAt, disabledAt }) => endsAt > now && disabledAt === null);
    found.push(
      ...standing.map(({ id, title, kind, owner, purposes }) => ({ id, title, kind, owner, purposes })),
    );
    after = page.at(-1)?.id;
    more = page.length === PAGE;
  }
  return found;
}

async function countDevices(store: Pick<DeviceStore, "list">) {
  const count = { total: 0, encrypted: 0, unknown: 0 };
  for await (const { encrypted } of everyDevice(store)) {
    count.total += 1;
    if (encrypted === true) count.encrypted += 1;
    if (encrypted === null) count.unknown += 1;
  }
  return count;
}
