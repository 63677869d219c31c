import { err, ok, type Result } from "../kernel/result.ts";
import type { KeyActor, KeyInfo, KeyRefusal, KeyUse } from "./key-types.ts";
import type { KeptKey } from "./keyring-file.ts";

/** The keys as a change leaves them, and those it was about. */
export interface KeysChanged {
  readonly keys: readonly KeptKey[];
  readonly changed: readonly KeptKey[];
}

/** `fresh` is active, and what was active for its use is retired. Times in milliseconds since 1970. */
export function withActive(keys: readonly KeptKey[], fresh: KeptKey, now: number): KeysChanged {
  const before = keys.map((key) =>
    key.use === fresh.use && key.state === "active"
      ? { ...key, state: "retired" as const, retiredAt: now }
      : key,
  );
  return { keys: [...before, fresh], changed: [fresh] };
}

/** Why this use is not rotated; null: it is. */
export function rotationRefused(use: KeyUse): KeyRefusal | null {
  return use === "blind-index" ? "index-is-stored" : null;
}

/** A proposal that somebody else may approve; a second one by another takes its place. */
export function withProposal(
  keys: readonly KeptKey[],
  id: string,
  by: KeyActor,
  now: number,
): Result<KeysChanged, KeyRefusal> {
  const found = retiredKey(keys, id);
  if (!found.ok) return found;
  return ok(replaced(keys, { ...found.value, proposal: { personId: by.personId, at: now } }));
}

/** The wrapped bytes are gone. Who proposed it may not approve it: it takes two (NIST SP 800-57 part 2 rev. 1). */
export function withoutBytes(
  keys: readonly KeptKey[],
  id: string,
  by: KeyActor,
  now: number,
): Result<KeysChanged, KeyRefusal> {
  const found = retiredKey(keys, id);
  if (!found.ok) return found;
  const { proposal } = found.value;
  if (proposal === null) return err("not-proposed");
  if (proposal.personId === by.personId) return err("same-person");
  return ok(replaced(keys, { ...found.value, state: "destroyed", destroyedAt: now, wrapped: null }));
}

/** What is known of a key, without the key. */
export function infoOf({ wrapped: _wrapped, ...info }: KeptKey): KeyInfo {
  return info;
}

function retiredKey(keys: readonly KeptKey[], id: string): Result<KeptKey, KeyRefusal> {
  const key = keys.find((known) => known.id === id);
  if (key === undefined) return err("unknown-key");
  if (key.state === "destroyed") return err("destroyed-already");
  return key.state === "retired" ? ok(key) : err("not-retired");
}

function replaced(keys: readonly KeptKey[], changed: KeptKey): KeysChanged {
  return { keys: keys.map((key) => (key.id === changed.id ? changed : key)), changed: [changed] };
}
