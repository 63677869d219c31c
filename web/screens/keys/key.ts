import type { InferResponseType } from "hono/client";
import type { api } from "../../api/client.ts";
import type { Tone } from "../../ui/badge/badge.tsx";

type Answer = InferResponseType<typeof api.keys.$get, 200>;
export type Key = Answer["keys"][number];
export type Vault = Answer["vault"];
export type Operation = InferResponseType<typeof api.keys.operations.$get, 200>["operations"][number];

export const USES: Readonly<Record<Key["use"], string>> = {
  seal: "Seals fields",
  "blind-index": "Finds sealed fields",
  wrap: "Wraps patients' keys",
  backup: "Wraps keys of backups",
};

/** What was done with keys, in words. */
export const OPERATIONS: Readonly<Record<string, string>> = {
  create: "Made",
  unwrap: "Unwrapped, to be used",
  rotate: "Rotated",
  rewrap: "Wrapped anew",
  "change-vault": "Moved to another vault",
  "propose-destroy": "Proposed to be destroyed",
  destroy: "Destroyed",
};

/** `seal/cc4ca9c0` in two parts: what the key does, and which it is. */
export function keyNamed(name: string): { readonly use: string; readonly id: string } {
  const [use = "", id = name] = name.split("/");
  return { use: new Map<string, string>(Object.entries(USES)).get(use) ?? "Key", id };
}

export const STATES: Readonly<Record<Key["state"], { readonly text: string; readonly tone: Tone }>> = {
  active: { text: "Active", tone: "permit" },
  retired: { text: "Retired", tone: "neutral" },
  destroyed: { text: "Destroyed", tone: "outline" },
};

export const VAULTS: Readonly<Record<Vault["kind"], string>> = {
  local: "a file",
  pkcs11: "a PKCS #11 token",
  "aws-kms": "AWS KMS",
  "vault-transit": "Vault Transit",
};

/** What is asked of a key next. */
export type Act = "rotate" | "propose" | "approve";

/** What this person may do with this key; null: nothing. A blind index is stored, so that its key is not rotated. */
export function actOn(key: Key, rights: readonly string[], personId: string | undefined): Act | null {
  if (key.state === "active")
    return rights.includes("administer") && key.use !== "blind-index" ? "rotate" : null;
  if (key.state === "destroyed") return null;
  if (key.proposal === null) return rights.includes("administer") ? "propose" : null;
  return rights.includes("approve") && key.proposal.person !== personId ? "approve" : null;
}

/** What lies under a key, for a cell. */
export function underneath({ state, seals }: Key): string {
  if (state === "destroyed") return "nothing";
  return seals.length === 0
    ? "not counted"
    : seals.map(({ title, count }) => `${title}: ${count.toLocaleString("en-US")}`).join(", ");
}
