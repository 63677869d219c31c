import { randomUUID } from "node:crypto";
import { beforeEach, expect, it } from "vitest";
import type { JobStore } from "../ports.ts";
import type { NewJob } from "../types.ts";

const KINDS = ["fhir.export"];
const LEASE = 60_000;

/** What every queue does. */
export function jobStoreContract(make: () => Promise<JobStore>): void {
  let store: JobStore;

  beforeEach(async () => {
    store = await make();
  });

  async function added(more: Partial<NewJob> = {}): Promise<string> {
    const id = randomUUID();
    const job = {
      id,
      kind: "fhir.export",
      personId: "bea",
      steps: 2,
      madeAt: 1_000,
      endsAt: 9_000,
      task: `{"p":"${id}"}`,
    };
    await store.add({ ...job, ...more });
    return id;
  }

  const part = (n: number) => ({ n, title: "Patient", records: n });

  it("JOB-1 F159 gives the oldest job that waits, of the kinds asked for, with its task", async () => {
    const [younger, older] = [await added({ madeAt: 2_000 }), await added()];
    await added({ kind: "other", madeAt: 1 });
    expect(await store.claim(KINDS, LEASE)).toMatchObject({
      id: older,
      state: "running",
      step: 0,
      task: `{"p":"${older}"}`,
    });
    expect((await store.claim(KINDS, LEASE))?.id).toBe(younger);
    expect(await store.claim(KINDS, LEASE)).toBeNull();
  });

  it("JOB-2 gives a job again whose lease ran out, where its last step ended", async () => {
    const id = await added();
    await store.claim(KINDS, 0);
    await store.advance(id, 1, [part(1)], 2_000);
    expect(await store.claim(KINDS, LEASE)).toMatchObject({ id, step: 1, changedAt: 2_000 });
    expect(await store.renew(id, LEASE)).toBe(true);
  });

  it("JOB-3 counts a step once, with its parts", async () => {
    const id = await added();
    await store.claim(KINDS, LEASE);
    expect(await store.advance(id, 1, [part(1)], 2_000)).toBe(true);
    expect(await store.advance(id, 1, [part(1)], 2_000)).toBe(false);
    expect(await store.advance(id, 2, [part(2), part(3)], 2_000)).toBe(true);
    expect(await store.parts(id)).toEqual([]);
    await store.end(id, "done", null, 3_000);
    expect(await store.parts(id)).toEqual([part(1), part(2), part(3)]);
  });

  it("JOB-4 does no step of a job that was canceled, and ends none twice", async () => {
    const id = await added();
    await store.claim(KINDS, LEASE);
    expect(await store.end(id, "canceled", null, 2_000)).toBe(true);
    expect(await store.advance(id, 1, [part(1)], 2_000)).toBe(false);
    expect(await store.renew(id, LEASE)).toBe(false);
    expect(await store.end(id, "done", null, 3_000)).toBe(false);
    expect(await store.find(id)).toMatchObject({ state: "canceled", reason: null, changedAt: 2_000 });
  });

  it("JOB-5 withdraws what is done", async () => {
    const id = await added({ steps: 0 });
    await store.claim(KINDS, LEASE);
    await store.end(id, "done", null, 2_000);
    expect(await store.end(id, "expired", "grant_expired", 3_000)).toBe(true);
    expect(await store.find(id)).toMatchObject({ state: "expired", reason: "grant_expired" });
    expect(await store.parts(id)).toEqual([]);
  });

  it("JOB-6 names what is to be cleared: every other end than done, and what is done when its time has come", async () => {
    const [failed, done] = [await added(), await added({ endsAt: 5_000 })];
    await added();
    await store.end(failed, "failed", "upstream_unavailable", 2_000);
    await store.end(done, "done", null, 2_000);
    const ids = async (now: number): Promise<ReadonlySet<string>> =>
      new Set((await store.leftovers(now)).map(({ id }) => id));
    expect(await ids(4_999)).toEqual(new Set([failed]));
    expect(await ids(5_000)).toEqual(new Set([failed, done]));
    await store.clear(failed);
    expect(await ids(4_999)).toEqual(new Set());
    expect(await store.find(failed)).toMatchObject({ state: "failed", task: null });
  });

  it("lists newest first, of one person or of all", async () => {
    const [first, second] = [await added(), await added({ madeAt: 2_000 })];
    await added({ personId: "nina", madeAt: 3_000 });
    const own = await store.list({ personId: "bea", limit: 10 });
    expect(own.map(({ id }) => id)).toEqual([second, first]);
    expect((await store.list({ limit: 2 })).map(({ personId }) => personId)).toEqual(["nina", "bea"]);
  });

  it("finds nothing for an id that is none", async () => {
    expect([await store.find("x"), await store.parts("x"), await store.renew("x", 1)]).toEqual([
      undefined,
      [],
      false,
    ]);
  });
}
