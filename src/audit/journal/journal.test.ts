import { describe, expect, it } from "vitest";
import { fixedClock } from "../../kernel/clock.ts";
import type { Sealer } from "../../keys/ports.ts";
import { memorySealer } from "../../keys/testing/sealer.ts";
import { nextEntryId } from "../entry-id.ts";
import { auditEntry } from "../testing/audit-entry.ts";
import { SECTOR } from "./frame.ts";
import { type Journal, openJournal } from "./journal.ts";
import { memoryMedium, type MemoryMedium } from "./testing/memory-medium.ts";

const sealer = memorySealer();
const clock = fixedClock("2026-05-04T15:00:00Z");
const open = (medium: MemoryMedium, of: Sealer = sealer): Promise<Journal> =>
  openJournal(medium, of, () => nextEntryId(clock));
const idsIn = (journal: Journal): readonly string[] => journal.held().entries.map(({ id }) => id);

/** A journal of three entries, each written by itself. */
async function ofThree(): Promise<MemoryMedium> {
  const medium = memoryMedium();
  const journal = await open(medium);
  for (const n of [1, 2, 3]) await journal.append(auditEntry(n));
  return medium;
}

describe("the journal", () => {
  it("AUD-103 holds after a restart what it acknowledged, in order", async () => {
    const journal = await open(await ofThree());
    expect(journal.held().entries).toEqual([auditEntry(1), auditEntry(2), auditEntry(3)]);
    expect(journal.held()).toMatchObject({ torn: false, altered: false });
  });

  it("AUD-103 writes entries that come together in one flush", async () => {
    const medium = memoryMedium();
    const journal = await open(medium);
    let writes = 0;
    const { write } = medium;
    medium.write = async (bytes, at) => {
      writes += 1;
      await write(bytes, at);
    };
    await Promise.all(Array.from({ length: 20 }, (_, n) => journal.append(auditEntry(n))));
    expect(idsIn(journal)).toHaveLength(20);
    expect(writes).toBeLessThanOrEqual(2);
  });

  it("AUD-103 shows nothing of an entry on the medium, its open part included", async () => {
    const text = (await ofThree()).bytes.toString("latin1");
    for (const part of ["patient-1", "Claim/3", "bea.biller", "status=active"])
      expect(text).not.toContain(part);
  });

  it("AUD-102 takes no more than the room it was given", async () => {
    const journal = await open(memoryMedium(8 * SECTOR));
    const all = await Promise.allSettled(
      [1, 2, 3, 4, 5, 6, 7, 8].map((n) => journal.append(auditEntry(n, { query: "x".repeat(600) }))),
    );
    expect(all.map(({ status }) => status)).toContain("rejected");
    await expect(journal.append(auditEntry(9, { query: "x".repeat(6_000) }))).rejects.toMatchObject({
      code: "record_unavailable",
      message: "the journal is full",
    });
  });

  it("AUD-106 takes nothing after a write that failed", async () => {
    const medium = await ofThree();
    const journal = await open(medium);
    medium.broken = true;
    await expect(journal.append(auditEntry(4))).rejects.toMatchObject({ code: "record_unavailable" });
    medium.broken = false;
    await expect(journal.append(auditEntry(5))).rejects.toMatchObject({ code: "record_unavailable" });
    expect(journal.health().state).toBe("failing");
    expect(idsIn(journal)).toEqual([1, 2, 3].map((n) => auditEntry(n).id));
  });

  it("AUD-104 drops a write that was cut off at any sector, and goes on after it", async () => {
    const medium = await ofThree();
    const journal = await open(medium);
    medium.crashNext = (sector) => sector < 1;
    void journal.append(auditEntry(4, { query: "y".repeat(3 * SECTOR) }));
    await new Promise((resolve) => setTimeout(resolve, 5));
    const again = await open(medium);
    expect(again.held()).toMatchObject({ torn: true, altered: false });
    expect(idsIn(again)).toHaveLength(3);
    await again.append(auditEntry(5));
    expect(idsIn(await open(medium))).toEqual([1, 2, 3, 5].map((n) => auditEntry(n).id));
  });

  it("AUD-105 makes room only for what was merged", async () => {
    const journal = await open(await ofThree());
    expect(await journal.clear(2)).toBe(false);
    expect(idsIn(journal)).toHaveLength(3);
    expect(await journal.clear(3)).toBe(true);
    expect(journal.health()).toMatchObject({ state: "empty", waiting: 0 });
  });

  it("AUD-105 begins anew under another id, and reads none of the old entries again", async () => {
    const medium = await ofThree();
    const journal = await open(medium);
    const before = journal.held().id;
    await journal.clear(3);
    const again = await open(medium);
    expect(again.held()).toMatchObject({ entries: [], torn: false, altered: false });
    expect(again.held().id).not.toBe(before);
  });
});

describe("a journal that somebody touched", () => {
  const at = (frame: number): number => frame * frameBytes;
  let frameBytes = 0;
  async function threeFrames(): Promise<MemoryMedium> {
    const medium = await ofThree();
    const used = (await open(medium)).health().used;
    frameBytes = (used - SECTOR) / 3;
    return medium;
  }
  const frame = (medium: MemoryMedium, n: number): Buffer =>
    Buffer.from(medium.bytes.subarray(SECTOR + at(n), SECTOR + at(n + 1)));

  const acts: readonly [string, (medium: MemoryMedium) => void, number][] = [
    ["a bit of an entry was changed", (medium) => (medium.bytes[SECTOR + at(1) + 100]! ^= 1), 1],
    ["a bit of the last entry was changed", (medium) => (medium.bytes[SECTOR + at(2) + 100]! ^= 1), 2],
    ["an entry was taken out", (medium) => medium.bytes.fill(0, SECTOR + at(1), SECTOR + at(2)), 1],
    [
      "two entries changed places",
      (medium) => {
        const [a, b] = [frame(medium, 0), frame(medium, 1)];
        b.copy(medium.bytes, SECTOR);
        a.copy(medium.bytes, SECTOR + at(1));
      },
      0,
    ],
    ["an entry was repeated", (medium) => void frame(medium, 2).copy(medium.bytes, SECTOR + at(3)), 3],
    ["something else was added", (medium) => void medium.bytes.write("hello", SECTOR + at(3)), 3],
    ["the head was changed", (medium) => (medium.bytes[60]! ^= 1), 0],
  ];
  it.each(acts)("AUD-104 is told apart from a crash: %s", async (_title, act, left) => {
    const medium = await threeFrames();
    act(medium);
    const journal = await open(medium);
    expect(journal.held()).toMatchObject({ altered: true, torn: false });
    expect(idsIn(journal)).toHaveLength(left);
    await expect(journal.append(auditEntry(9))).rejects.toMatchObject({ code: "record_unavailable" });
  });

  it("AUD-104 of another deployment's key is not taken for its own", async () => {
    const journal = await open(await ofThree(), memorySealer());
    expect(journal.health()).toMatchObject({ state: "altered", waiting: 0 });
  });

  it("AUD-105 is kept beside once what holds of it was merged, and begins anew", async () => {
    const medium = await threeFrames();
    medium.bytes[SECTOR + at(2) + 100]! ^= 1;
    const touched = Buffer.from(medium.bytes);
    const journal = await open(medium);
    const { id } = journal.held();
    expect(await journal.clear(2)).toBe(true);
    expect(medium.aside.get(`altered-${id}`)?.equals(touched)).toBe(true);
    await expect(journal.append(auditEntry(9))).resolves.toBeUndefined();
  });
});
