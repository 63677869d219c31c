import type { KeyDesk, KeyOverview } from "../../api/keys/ports.ts";
import type { KnownLine } from "../../governance/inventory/protection.ts";

/** Stores of Modicum's, what they are sealed under, and what the keys count under it. */
const STORES: readonly {
  readonly id: string;
  readonly what: string;
  readonly area: "rest" | "media";
  readonly detail: string;
  /** What the overview of the keys calls it; not given: nobody counts it. */
  readonly counted?: string;
}[] = [
  {
    id: "record",
    what: "The record of access",
    area: "rest",
    detail:
      "Patients, records and questions are sealed under keys of the patients; who, when and which rule are not.",
  },
  {
    id: "patient-keys",
    what: "Keys of patients",
    area: "rest",
    detail: "Each wrapped by a key of the deployment.",
    counted: "keys of patients",
  },
  {
    id: "relation-facts",
    what: "Relation facts",
    area: "rest",
    detail: "Sealed under a key of the deployment; found by blind indexes.",
    counted: "relation facts",
  },
  {
    id: "directives",
    what: "Restrictions and consents",
    area: "rest",
    detail: "Sealed under a key of the deployment.",
    counted: "restrictions and consents",
  },
  {
    id: "exports",
    what: "Files of exports",
    area: "rest",
    detail: "Sealed under a key of the deployment, and removed when their time is up.",
    counted: "files of exports",
  },
  {
    id: "journal",
    what: "Journal of emergencies",
    area: "rest",
    detail: "Each frame sealed under a key of the deployment.",
  },
  {
    id: "cold-history",
    what: "Old history of the record",
    area: "rest",
    detail: "Fields about patients stay sealed as they were in the database; the rest is plain in Parquet.",
  },
  {
    id: "signing-keys",
    what: "Signing keys",
    area: "rest",
    detail: "Files sealed under a key of the deployment.",
    counted: "signing keys",
  },
  {
    id: "backups",
    what: "Backups",
    area: "media",
    detail: "Each sealed as a whole under a key of its own, which a key for backups wraps.",
  },
];

/** A line for each store of its own: counted under its keys just now where that is counted, else as this release writes it. */
export async function sealedLines(keys: Pick<KeyDesk, "overview">): Promise<readonly KnownLine[]> {
  const overview = await keys.overview().catch(() => null);
  return STORES.map(({ counted, detail, ...line }) => {
    const isPartly = line.id === "record" || line.id === "cold-history";
    const sum = counted === undefined || overview === null ? null : countOf(overview, counted);
    return {
      ...line,
      state: isPartly ? ("partly" as const) : ("encrypted" as const),
      basis: sum === null ? ("configured" as const) : ("measured" as const),
      detail: sum === null ? detail : `${detail} ${sum.toLocaleString("en-US")} lie under them now.`,
    };
  });
}

/** Null: it is not counted. */
function countOf({ keys }: KeyOverview, title: string): number | null {
  const counts = keys.flatMap(({ seals }) => seals.filter((one) => one.title === title));
  return counts.length === 0 ? null : counts.reduce((sum, { count }) => sum + count, 0);
}
