import { beforeEach, describe, expect, it, vi } from "vitest";
import { fixedClock } from "../../kernel/clock.ts";
import { createShreddingDesk, type ShreddingDesk } from "./desk.ts";
import { memoryShreddingStore } from "./testing/memory-shredding-store.ts";
import type { KeepReason } from "./types.ts";
import { carryOut, type WrappingTurn } from "./work.ts";

const ID = "0196a2f0-0000-7000-8000-000000000001";
const NOW = Date.UTC(2026, 4, 4);
const priya = { personId: "priya.privacy", roles: ["privacy-officer"] };
const sam = { personId: "sam.security", roles: ["security-officer"] };
const asked = { id: ID, patientId: "p1", reason: "the archive was moved to the state" };

let kept: KeepReason[];
let store: ReturnType<typeof memoryShreddingStore>;
let desk: ShreddingDesk;
const SEALED = { entries: 3, entriesInFiles: 1, directives: 0, relationFacts: 2 };
const approved = vi.fn<(id: string) => Promise<void>>(async () => {});
beforeEach(() => {
  kept = [];
  store = memoryShreddingStore();
  approved.mockClear();
  desk = createShreddingDesk({
    store,
    reasonsToKeep: async () => kept,
    countSealed: async () => SEALED,
    clock: fixedClock(NOW),
    approved,
  });
});

describe("destroying the key of a patient", () => {
  it("F179 SHR-1 takes a second person", async () => {
    expect(await desk.propose(asked, priya)).toMatchObject({
      kind: "changed",
      shredding: { state: "proposed" },
    });
    expect(await desk.approve(ID, sam)).toMatchObject({
      kind: "changed",
      shredding: { state: "approved", proposedBy: "priya.privacy", decidedBy: "sam.security" },
    });
    expect(approved).toHaveBeenCalledExactlyOnceWith(ID);
  });

  it.each([
    ["the person who proposed it", priya],
    ["that person in another role", { ...priya, roles: ["security-officer"] }],
    ["another person in the same role", { personId: "pia.privacy", roles: ["privacy-officer"] }],
  ])("F179 SHR-1 is not approved by %s", async (_title, by) => {
    await desk.propose(asked, priya);
    expect(await desk.approve(ID, by)).toMatchObject({ kind: "refused", refusal: { code: "second_person" } });
    expect(approved).not.toHaveBeenCalled();
  });

  it.each([
    ["retention", Date.UTC(2032, 4, 4), "2032-05-04"],
    ["hold", null, "hold is released"],
    ["disclosures", Date.UTC(2030, 0, 1), "2030-01-01"],
  ] as const)("F179 SHR-2 is refused while %s asks for the entries", async (code, until, says) => {
    kept = [{ code, ground: "hold-1", until }];
    const outcome = await desk.propose(asked, priya);
    expect(outcome).toMatchObject({ kind: "refused", refusal: { code: "must_be_kept" } });
    expect(JSON.stringify(outcome)).toContain(says);
    expect(await desk.list({ limit: 9 })).toEqual([]);
  });

  it("F179 SHR-2 is refused when a hold was opened between proposal and approval", async () => {
    await desk.propose(asked, priya);
    kept = [{ code: "hold", ground: "hold-1", until: null }];
    expect(await desk.approve(ID, sam)).toMatchObject({ refusal: { code: "must_be_kept" } });
    expect((await desk.find(ID))?.state).toBe("proposed");
  });

  it("SHR-3 is withdrawn as long as nobody approved it", async () => {
    await desk.propose(asked, priya);
    expect(await desk.withdraw(ID, sam)).toMatchObject({ shredding: { state: "withdrawn" } });
    expect(await desk.approve(ID, sam)).toMatchObject({ refusal: { code: "wrong_state" } });
  });

  it("SHR-3 is not withdrawn once it was approved", async () => {
    await desk.propose(asked, priya);
    await desk.approve(ID, sam);
    expect(await desk.withdraw(ID, priya)).toMatchObject({ refusal: { code: "wrong_state" } });
  });

  it("SHR-7 sent twice is there once", async () => {
    await desk.propose(asked, priya);
    expect((await desk.propose(asked, priya)).kind).toBe("unchanged");
    await desk.approve(ID, sam);
    expect((await desk.approve(ID, sam)).kind).toBe("unchanged");
    expect(approved).toHaveBeenCalledOnce();
  });

  it("SHR-7 another of the same patient, or under the same id, is a conflict", async () => {
    await desk.propose(asked, priya);
    const other = { ...asked, id: ID.replace(/1$/, "2") };
    expect((await desk.propose(other, sam)).kind).toBe("conflict");
    expect((await desk.propose({ ...asked, patientId: "p2" }, priya)).kind).toBe("conflict");
  });

  it("SHR-1 says so where nothing is sealed under a key of this patient", async () => {
    const outcome = await desk.propose({ ...asked, patientId: "nobody" }, priya);
    expect(outcome).toMatchObject({ kind: "refused", refusal: { code: "no_key" } });
  });

  it("F179 SHR-9 tells what stands in the way and what would go, before anything is proposed", async () => {
    kept = [{ code: "hold", ground: "hold-1", until: null }];
    expect(await desk.standing("p1")).toEqual({ hasKey: true, open: null, reasons: kept, sealed: SEALED });
    expect(await desk.standing("nobody")).toMatchObject({ hasKey: false });
    kept = [];
    await desk.propose(asked, priya);
    expect((await desk.standing("p1")).open).toBe(ID);
  });

  it("SHR-9 keeps how much lay under the key once it was approved", async () => {
    await desk.propose(asked, priya);
    expect((await desk.find(ID))?.sealed).toBeNull();
    await desk.approve(ID, sam);
    expect((await desk.find(ID))?.sealed).toEqual(SEALED);
  });

  it("SHR-1 waits for those alone who may approve it, until it is decided", async () => {
    await desk.propose(asked, priya);
    const pia = { personId: "pia.privacy", roles: ["privacy-officer"] };
    const waiting = async () =>
      (await Promise.all([priya, pia, sam].map((by) => desk.waitingFor(by)))).map(({ length }) => length);
    expect(await waiting()).toEqual([0, 0, 1]);
    await desk.withdraw(ID, priya);
    expect(await waiting()).toEqual([0, 0, 0]);
  });

  it("SHR-3 of two who decide at once, the second is told", async () => {
    await desk.propose(asked, priya);
    const sid = { personId: "sid.security", roles: ["security-officer"] };
    const kinds = (await Promise.all([desk.approve(ID, sam), desk.approve(ID, sid)])).map(({ kind }) => kind);
    expect(kinds.toSorted()).toEqual(["changed", "conflict"]);
    expect(approved).toHaveBeenCalledOnce();
  });

  it("SHR-3 has nothing to approve under an unknown id", async () => {
    expect([await desk.approve(ID, sam), await desk.withdraw(ID, sam)]).toEqual([
      { kind: "absent" },
      { kind: "absent" },
    ]);
  });
});

describe("carrying it out", () => {
  const keys = { turn: vi.fn<WrappingTurn["turn"]>(), destroyOld: vi.fn<WrappingTurn["destroyOld"]>() };
  const done = vi.fn<() => Promise<void>>();
  const forget = vi.fn<(handle: Uint8Array) => void>();
  const work = () => carryOut({ store, keys, forget, done, clock: fixedClock(NOW + 1) }, ID);
  beforeEach(async () => {
    for (const mock of [keys.turn, keys.destroyOld]) mock.mockReset().mockResolvedValue();
    forget.mockReset();
    done.mockReset().mockResolvedValue();
    await desk.propose(asked, priya);
  });

  it("SHR-3 does nothing that was not approved", async () => {
    expect(await work()).toBeNull();
    expect(store.destroyed).toEqual([]);
    expect(keys.turn).not.toHaveBeenCalled();
  });

  it("F179 SHR-5 destroys the key, wraps every other anew, and destroys what wrapped it", async () => {
    await desk.approve(ID, sam);
    expect(await work()).toMatchObject({ state: "done", patientId: null, doneAt: NOW + 1 });
    expect(store.destroyed).toEqual(["p1"]);
    expect(forget).toHaveBeenCalledOnce();
    expect(done).toHaveBeenCalledOnce();
    expect(keys.destroyOld).toHaveBeenCalledExactlyOnceWith("priya.privacy", "sam.security");
    expect(keys.turn.mock.invocationCallOrder[0]).toBeLessThan(
      keys.destroyOld.mock.invocationCallOrder[0] ?? 0,
    );
  });

  it("F179 SHR-6 goes on where it was, once what failed works again", async () => {
    await desk.approve(ID, sam);
    keys.turn.mockRejectedValueOnce(new Error("the vault is away"));
    await expect(work()).rejects.toThrow("the vault is away");
    expect((await desk.find(ID))?.state).toBe("destroyed");
    expect(await work()).toMatchObject({ state: "done" });
    expect(store.destroyed).toEqual(["p1"]);
  });

  it("SHR-8 keeps who asked, who approved, why and when, and nothing of who it was", async () => {
    await desk.approve(ID, sam);
    await work();
    const { reason, proposedBy, decidedBy } = { ...(await desk.find(ID)) };
    expect([reason, proposedBy, decidedBy]).toEqual([asked.reason, "priya.privacy", "sam.security"]);
    expect(JSON.stringify(await desk.find(ID))).not.toContain("p1");
  });
});
