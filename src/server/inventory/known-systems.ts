import type { RecordSource } from "../../audit/intake/types.ts";
import type { Config } from "../../config.ts";
import type { KnownSystem } from "../../governance/inventory/data-map.ts";

export interface KnownParts {
  readonly config: Pick<Config, "databaseUrl">;
  /** Of the FHIR server that the gateway stands in front of. */
  readonly title: string;
  readonly sources: readonly Pick<RecordSource, "id" | "name" | "owner" | "kind" | "disabledAt">[];
  /** How many the inventory of devices has. */
  readonly devices: number;
}

const UPSTREAM = "upstream";

/** The systems that the deployment knows of itself: what it stands in front of, its own stores, and what sends to it. */
export function knownSystems(parts: KnownParts): readonly KnownSystem[] {
  const feeds = parts.sources.filter(({ disabledAt }) => disabledAt === null).map(feedOf);
  return [
    upstream(parts.title),
    ...inDatabase(
      parts.config,
      feeds.map(({ id }) => id),
    ),
    ...inFiles(),
    ...feeds,
    ...(parts.devices === 0 ? [] : [deviceManager()]),
  ];
}

function upstream(name: string): KnownSystem {
  const location = "Behind the gateway, over FHIR R4";
  return {
    id: UPSTREAM,
    kind: "source",
    name,
    owner: null,
    location,
    holds: "clinical",
    isRead: true,
    from: [],
  };
}

function inDatabase({ databaseUrl }: KnownParts["config"], feeds: readonly string[]): readonly KnownSystem[] {
  const location = databaseUrl === undefined ? "Embedded database" : "PostgreSQL of the organization";
  const own = { kind: "own", owner: null, location, isRead: true } as const;
  return [
    {
      ...own,
      id: "record",
      name: "The record of access",
      holds: ["record"],
      from: [UPSTREAM, ...feeds],
    },
    { ...own, id: "relation-facts", name: "Relation facts", holds: ["relation"], from: [UPSTREAM] },
    {
      ...own,
      id: "directives",
      name: "Restrictions and consents",
      holds: ["restriction", "part2-consent"],
      from: [],
    },
  ];
}

/** No rule gives what lies in these files: they are read by Modicum itself, or by whoever made the export. */
function inFiles(): readonly KnownSystem[] {
  const own = { kind: "own", owner: null, isRead: false } as const;
  return [
    {
      ...own,
      id: "cold-history",
      name: "Old history of the record",
      location: "Parquet files in the folder for old months",
      holds: ["record"],
      from: ["record"],
    },
    {
      ...own,
      id: "journal",
      name: "Journal of emergencies",
      location: "A sealed file in the data folder",
      holds: ["record"],
      from: [UPSTREAM],
    },
    {
      ...own,
      id: "exports",
      name: "Files of exports",
      location: "Sealed files in the data folder, removed when their time is up",
      holds: "clinical",
      from: [UPSTREAM],
    },
    {
      ...own,
      id: "backups",
      name: "Backups",
      location: "Sealed files in the folder for backups",
      holds: ["record", "relation", "restriction", "part2-consent", "workforce"],
      from: ["record", "relation-facts", "directives"],
    },
  ];
}

function feedOf({ id, name, owner, kind }: KnownParts["sources"][number]): KnownSystem {
  const how = { fhir: "FHIR AuditEvent", atna: "ATNA syslog", csv: "CSV files" }[kind];
  const location = `Sends its log as ${how}`;
  return {
    id: `feed:${id}`,
    name,
    kind: "feed",
    owner,
    location,
    holds: ["record"],
    isRead: false,
    from: [],
  };
}

function deviceManager(): KnownSystem {
  const location = "Sends which devices there are; no PHI";
  return {
    id: "devices",
    name: "Device manager",
    kind: "feed",
    owner: null,
    location,
    holds: ["device-inventory"],
    isRead: true,
    from: [],
  };
}
