import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { systemClock } from "../../kernel/clock.ts";
import { openKeyFolder } from "../../keys/key-folder.ts";
import { SYSTEM } from "../../keys/key-types.ts";
import { type Keyring, openKeyring } from "../../keys/keyring.ts";
import { createSealer } from "../../keys/local-sealer.ts";
import { nextEntryId } from "../entry-id.ts";
import { auditEntry } from "../testing/audit-entry.ts";
import { type Journal, openJournal } from "./journal.ts";
import { openJournalFile } from "./medium.ts";
import { sealedJournal } from "./sealed-place.ts";

let dir: string;
let path: string;
let keyring: Keyring;
let journal: Journal;
const open = async (): Promise<Journal> =>
  openJournal(await openJournalFile(path, 64 * 1024), createSealer(keyring), () => nextEntryId(systemClock));

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "modicum-journal-place-"));
  path = join(dir, "journal", "emergencies");
  keyring = await openKeyring(await openKeyFolder(join(dir, "keys")));
  journal = await open();
});
afterEach(async () => {
  await journal.close();
  await rm(dir, { recursive: true });
});

/** The key of before, and the one that seals since. */
async function turned() {
  const { id: before } = keyring.active("seal");
  await keyring.rotate("seal", SYSTEM);
  return { before, now: keyring.active("seal").id, place: sealedJournal(path, journal) };
}

describe("the journal under a key that was turned", () => {
  it("KEY-32 holds the key for as long as an entry waits under it", async () => {
    await journal.append(auditEntry(1));
    const { before, now, place } = await turned();
    await journal.append(auditEntry(2));
    expect([await place.holds(before), await place.holds(now)]).toEqual([true, true]);
    expect(await place.reseal?.(now, null)).toEqual({ resealed: 0, next: null });
    expect(journal.held().entries).toHaveLength(2);
  });

  it("KEY-40 is begun anew where nothing waits, and opens without the key of before", async () => {
    const { before, now, place } = await turned();
    expect(await place.reseal?.(now, null)).toEqual({ resealed: 1, next: null });
    expect([await place.holds(before), await place.holds(now)]).toEqual([false, true]);
    expect(await place.reseal?.(now, null)).toEqual({ resealed: 0, next: null });
    await journal.append(auditEntry(3));
    await journal.close();
    journal = await open();
    expect(journal.held()).toMatchObject({ entries: [{ id: auditEntry(3).id }], altered: false });
  });
});
