import type { StatedSystem, SystemKind } from "./types.ts";

/** A kind of store that organizations have and inventories forget. Whether there is one here, nobody has said. */
export interface Candidate {
  readonly id: string;
  readonly name: string;
  readonly kind: SystemKind;
  /** What to ask. */
  readonly ask: string;
}

/** Under this id a person says how the disk under Modicum's own data is encrypted. */
export const OWN_DISK = "modicum-disk";

const CANDIDATES: readonly Candidate[] = [
  {
    id: OWN_DISK,
    name: "Disk under Modicum's data",
    kind: "disk",
    ask: "Is the volume encrypted, by what, and who holds the key?",
  },
  {
    id: "voicemail",
    name: "Voicemail",
    kind: "voicemail",
    ask: "Are messages kept, where, and for how long?",
  },
  {
    id: "fax",
    name: "Fax server and machines",
    kind: "fax",
    ask: "Do pages stay in memory or in a mailbox?",
  },
  {
    id: "email",
    name: "E-mail",
    kind: "email",
    ask: "Who sends PHI by it, and is it encrypted to the reader?",
  },
  {
    id: "shared-drive",
    name: "Shared drives",
    kind: "shared-drive",
    ask: "Which folders hold exports, scans or letters?",
  },
  {
    id: "spreadsheets",
    name: "Spreadsheets",
    kind: "spreadsheet",
    ask: "Which lists do departments keep beside the record?",
  },
  {
    id: "backup-media",
    name: "Backups of other systems",
    kind: "backup-media",
    ask: "Which tapes, disks and buckets are there, and who restores from them?",
  },
  {
    id: "bi-extracts",
    name: "Extracts for reporting",
    kind: "bi-extract",
    ask: "Which warehouses and dashboards hold rows about patients?",
  },
  {
    id: "vendor-portals",
    name: "Portals of vendors",
    kind: "vendor-portal",
    ask: "Which clearinghouses, labs and payers keep what was typed in?",
  },
  { id: "paper", name: "Paper", kind: "paper", ask: "Which charts, forms and prints are kept, and where?" },
];

/** Those that nobody has said anything of yet: to inventory. */
export function openCandidates(register: readonly Pick<StatedSystem, "id">[]): readonly Candidate[] {
  const known = new Set(register.map(({ id }) => id));
  return CANDIDATES.filter(({ id }) => !known.has(id));
}
