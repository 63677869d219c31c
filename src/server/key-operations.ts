import type { AuditEntry } from "../audit/types.ts";
import { KEY_OPERATIONS, type KeyOperation } from "../keys/key-types.ts";
import type { Keyring } from "../keys/keyring.ts";
import type { VaultKind } from "../keys/vaults/ports.ts";
import type { RecordDesk } from "../api/ports.ts";
import type { ToldOperation } from "../api/keys/ports.ts";

/** How the record calls what was done with keys. */
const INTERACTIONS = KEY_OPERATIONS.map((kind) => `keys.${kind}`);

/** What an entry needs to know besides. */
export interface EntryContext {
  readonly policyHash: string;
  readonly system: string;
}

/** The entry that tells an operation. It lets nothing out, so it rests on no purpose; a failed one is a fault. */
export function entryOfOperation(
  { id, at, kind, done, by, keys, vault }: KeyOperation,
  { policyHash, system }: EntryContext,
): AuditEntry {
  return {
    id,
    at,
    personId: by.personId,
    roles: by.roles,
    act: "use",
    interaction: `keys.${kind}`,
    resourceType: null,
    purpose: null,
    purposes: [],
    basis: null,
    rules: [],
    grantIds: [],
    policyHash,
    system,
    channel: "system",
    outcome: done ? "permit" : "error",
    reason: done ? null : "evaluation_error",
    released: [],
    withheldCount: 0,
    recordCount: 0,
    changes: [`vault ${vault}`, ...keys.map((key) => `key ${key}`)],
    recipient: null,
    patients: [],
    records: [],
    query: null,
  };
}

/** The operation that an entry tells. */
export function operationOf({
  id,
  at,
  interaction,
  outcome,
  personId,
  changes,
}: AuditEntry): ToldOperation | null {
  const kind = KEY_OPERATIONS.find((known) => interaction === `keys.${known}`);
  if (kind === undefined) return null;
  const told = (prefix: string) =>
    changes.flatMap((one) => (one.startsWith(prefix) ? [one.slice(prefix.length)] : []));
  return {
    id,
    at,
    kind,
    done: outcome === "permit",
    personId: personId ?? "system",
    keys: told("key "),
    // No entry of these interactions is written but by `entryOfOperation`.
    vault: (told("vault ")[0] ?? "local") as VaultKind,
  };
}

/** Newest first. */
export async function toldOperations(
  record: Pick<RecordDesk, "search">,
  limit: number,
): Promise<readonly ToldOperation[]> {
  const pages = await Promise.all(
    INTERACTIONS.map((interaction) => record.search({ interaction, limit }, false)),
  );
  return pages
    .flatMap(({ entries }) => entries.flatMap((entry) => operationOf(entry) ?? []))
    .toSorted((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1))
    .slice(0, limit);
}

/** Writes what the record does not tell yet. An entry that is there already, since a process died before it said so, stays one. */
export async function tellRecord(
  keyring: Pick<Keyring, "tellAll">,
  record: { readonly search: RecordDesk["search"]; append(entry: AuditEntry): Promise<void> },
  context: EntryContext,
): Promise<number> {
  return keyring.tellAll(async (operation) => {
    const { entries } = await record.search({ id: operation.id, limit: 1 }, false);
    if (entries.length === 0) await record.append(entryOfOperation(operation, context));
  });
}
