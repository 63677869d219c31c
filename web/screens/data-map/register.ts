import type { InferRequestType, InferResponseType } from "hono/client";
import type { api } from "../../api/client.ts";

export type Inventory = InferResponseType<typeof api.inventory.$get, 200>;
export type System = Inventory["systems"][number];
export type Candidate = Inventory["toInventory"][number];
export type NewSystem = InferRequestType<typeof api.inventory.$post>["json"];
type Said = System["atRest"];

export const KINDS: Readonly<Record<System["kind"], string>> = {
  application: "Application",
  voicemail: "Voicemail",
  fax: "Fax",
  email: "E-mail",
  "shared-drive": "Shared drive",
  spreadsheet: "Spreadsheets",
  "bi-extract": "Extracts for reporting",
  "vendor-portal": "Portal of a vendor",
  "backup-media": "Backups",
  disk: "Disk",
  paper: "Paper",
  other: "Other",
};

export const STANDINGS: Readonly<Record<System["standing"], string>> = {
  "in-use": "In use",
  absent: "There is none here",
  retired: "Retired",
};

export const ENCRYPTED: Readonly<Record<"yes" | "no" | "unknown" | "unsaid", string>> = {
  unsaid: "Not said",
  yes: "Encrypted",
  no: "Not encrypted",
  unknown: "Not known",
};

/** What is typed in the form. */
export interface Draft {
  readonly id: string;
  readonly name: string;
  readonly kind: System["kind"];
  readonly standing: System["standing"];
  readonly owner: string;
  readonly location: string;
  readonly categories: ReadonlySet<number>;
  /** Parted by semicolons. */
  readonly recipients: string;
  readonly vendor: string;
  readonly retention: string;
  readonly inTransit: SaidDraft;
  readonly atRest: SaidDraft;
}

export interface SaidDraft {
  readonly encrypted: keyof typeof ENCRYPTED;
  readonly how: string;
}

const UNSAID: SaidDraft = { encrypted: "unsaid", how: "" };

/** An empty form, or one begun from a kind that is to inventory. */
export function newDraft(candidate?: Candidate): Draft {
  return {
    id: candidate?.id ?? "",
    name: candidate?.name ?? "",
    kind: candidate?.kind ?? "application",
    standing: "in-use",
    owner: "",
    location: "",
    categories: new Set(),
    recipients: "",
    vendor: "",
    retention: "",
    inTransit: UNSAID,
    atRest: UNSAID,
  };
}

/** A system as the form begins with it. */
export function draftOf(system: System): Draft {
  const { id, name, kind, standing, owner, location, retention } = system;
  return {
    id,
    name,
    kind,
    standing,
    owner,
    location,
    retention,
    categories: new Set(system.categories),
    recipients: system.recipients.join("; "),
    vendor: system.vendor ?? "",
    inTransit: saidDraft(system.inTransit),
    atRest: saidDraft(system.atRest),
  };
}

function saidDraft(said: Said): SaidDraft {
  return said === null ? UNSAID : { encrypted: said.encrypted, how: said.how };
}

/** What is wrong with each field; none: it can be sent. */
export function lacksOf({ id, name, owner }: Draft): Partial<Record<"id" | "name" | "owner", string>> {
  return {
    ...(/^[a-z0-9][a-z0-9-]{0,62}$/.test(id) ? {} : { id: "Lower-case letters, digits and hyphens." }),
    ...(name.trim() === "" ? { name: "Say what it is called." } : {}),
    ...(owner.trim() === "" ? { owner: "Say which person or office answers for it." } : {}),
  };
}

/** The draft as it is sent. */
export function sentOf(draft: Draft): NewSystem {
  const { id, kind, standing } = draft;
  const parts = draft.recipients.split(";").map((part) => part.trim());
  return {
    id,
    kind,
    standing,
    name: draft.name.trim(),
    owner: draft.owner.trim(),
    location: draft.location.trim(),
    categories: [...draft.categories].toSorted((a, b) => a - b),
    recipients: parts.filter((part) => part !== ""),
    vendor: draft.vendor.trim() || null,
    retention: draft.retention.trim(),
    inTransit: sentSaid(draft.inTransit),
    atRest: sentSaid(draft.atRest),
  };
}

function sentSaid({ encrypted, how }: SaidDraft) {
  return encrypted === "unsaid" ? null : { encrypted, how: how.trim() };
}
