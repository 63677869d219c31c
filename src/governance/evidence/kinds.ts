import type { Need } from "./types.ts";

/** How an artifact of one kind comes about. */
export interface ArtifactKind {
  readonly id: string;
  readonly title: string;
  /** One sentence: what it shows. */
  readonly shows: string;
  readonly need: Need;
  /**
   * `record`: from entries, which stay, so that any moment can be asked for. `present`: from what stands now; of a past
   * moment there is what was prepared by then, or nothing.
   */
  readonly state: "record" | "present";
  /** False: its bytes tell when they were made, so that asking again gives others. */
  readonly repeatable: boolean;
  /** Whether filters narrow it, and patients can be named. */
  readonly narrows: boolean;
  /** Whether it may be a sample. */
  readonly samples: boolean;
  readonly mediaType: string;
  readonly extension: string;
}

const CSV = { mediaType: "text/csv; charset=utf-8", extension: "csv" } as const;
const JSON_FILE = { mediaType: "application/json", extension: "json" } as const;
const OF_RECORD: Need = { capability: "search", elements: ["record.entries"] };
const OF_POLICY: Need = { capability: "read", elements: ["policy.rules"] };
const OF_REACH: Need = { capability: "read", elements: ["policy.reach", "workforce.roster"] };

const ENTRIES = {
  need: OF_RECORD,
  state: "record",
  repeatable: true,
  narrows: true,
  samples: true,
  ...CSV,
} as const;
const PRESENT = { state: "present", repeatable: true, narrows: false, samples: false } as const;

/** Every kind of artifact that can be prepared. */
export const KINDS = [
  {
    id: "record-entries",
    title: "Entries of the record",
    shows: "Who did what, when, for which purpose, under which rule.",
    ...ENTRIES,
  },
  {
    id: "record-events",
    title: "Entries as FHIR AuditEvents",
    shows: "The same as FHIR R4 AuditEvents, one a line.",
    ...ENTRIES,
    mediaType: "application/fhir+ndjson",
    extension: "ndjson",
  },
  {
    id: "record-exceptions",
    title: "Exceptions",
    shows: "What rested on a break-glass or just-in-time grant.",
    ...ENTRIES,
  },
  {
    id: "record-proofs",
    title: "Entries with their proofs",
    shows: "Entries in the form that their leaves are made over, each with its path to a signed checkpoint.",
    ...ENTRIES,
    ...JSON_FILE,
    repeatable: false,
  },
  {
    id: "integrity-checks",
    title: "Integrity checks",
    shows: "What the nightly checks of the record found.",
    ...ENTRIES,
  },
  {
    id: "key-operations",
    title: "Key operations",
    shows: "Keys made, rotated, rewrapped and destroyed, and by whom.",
    ...ENTRIES,
  },
  {
    id: "backups-and-drills",
    title: "Backups and drills",
    shows: "Backups, and what restoring them came to.",
    ...ENTRIES,
  },
  {
    id: "shreddings",
    title: "Destroyed keys of patients",
    shows: "Who proposed, approved and withdrew the destruction of a patient's key.",
    ...ENTRIES,
  },
  {
    id: "policy-text",
    title: "The policy as it is written",
    shows: "Every file of the policy in force, with its hash.",
    need: OF_POLICY,
    ...PRESENT,
    ...JSON_FILE,
  },
  {
    id: "access-matrix",
    title: "Access matrix",
    shows: "Role, purpose and element: the most that standing grants show.",
    need: OF_POLICY,
    ...PRESENT,
    ...CSV,
  },
  {
    id: "access-by-person",
    title: "What each person can access",
    shows: "Person, job title, role and elements; a sample of people where one is asked for.",
    need: OF_REACH,
    ...PRESENT,
    samples: true,
    ...CSV,
  },
  {
    id: "posture",
    title: "Posture",
    shows: "The part of all patients that each role and person can see something of.",
    need: { capability: "read", elements: ["policy.reach"] },
    ...PRESENT,
    repeatable: false,
    ...JSON_FILE,
  },
  {
    id: "people",
    title: "People and their roles",
    shows: "The roster: who holds which roles, in which department, under which manager.",
    need: { capability: "read", elements: ["workforce.roster"] },
    ...PRESENT,
    ...CSV,
  },
  {
    id: "retention",
    title: "Retention, holds and tombstones",
    shows: "How long what is documented is kept, what holds it, and what went.",
    need: { capability: "read", elements: ["record.retention", "record.entries"] },
    ...PRESENT,
    ...JSON_FILE,
  },
  {
    id: "devices",
    title: "Devices of the workforce",
    shows: "Each device with its owner, and whether it is encrypted.",
    need: { capability: "read", elements: ["device-inventory.entries"] },
    ...PRESENT,
    ...CSV,
  },
  {
    id: "sources",
    title: "Systems whose logs come in",
    shows: "Each registered source, and when it was last heard of.",
    need: { capability: "read", elements: ["record.sources"] },
    ...PRESENT,
    ...CSV,
  },
] as const satisfies readonly ArtifactKind[];

export type KindId = (typeof KINDS)[number]["id"];

export const KIND_IDS = KINDS.map(({ id }) => id) as [KindId, ...KindId[]];

/** The kind of this id. */
export function kindOf(id: KindId): ArtifactKind {
  const found = KINDS.find((kind) => kind.id === id);
  // INVARIANT: a KindId is the id of one of KINDS.
  return found as ArtifactKind;
}
