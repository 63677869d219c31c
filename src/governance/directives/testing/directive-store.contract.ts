import { randomUUID } from "node:crypto";
import { beforeEach, expect, it } from "vitest";
import type { Directive, DirectiveStore } from "../directive.ts";
import { everyDirective } from "../directive.ts";

interface Terms {
  readonly refs: readonly string[];
  readonly until: number | null;
}

type Store = DirectiveStore<Terms, "request" | "accept">;

const TERMS: Terms = { refs: ["Claim/1"], until: null };

function directive(patientId: string, id: string = randomUUID()): Directive<Terms, "request" | "accept"> {
  const act = { n: 1, kind: "request", by: "priya.privacy", at: 1_000, note: "wrote a letter" } as const;
  return { id, patientId, terms: TERMS, acts: [act] };
}

/** What holds of every DirectiveStore. */
export function directiveStoreContract(make: () => Promise<Store>): void {
  let store: Store;
  beforeEach(async () => {
    store = await make();
  });
  const accept = { n: 2, kind: "accept", by: "harper.release", at: 2_000, note: null } as const;

  it("F101 gives back what was kept, with what was done about it", async () => {
    const kept = directive("p1");
    expect([await store.start(kept), await store.append(kept.id, accept)]).toEqual([true, true]);
    expect(await store.find(kept.id)).toEqual({ ...kept, acts: [...kept.acts, accept] });
  });

  it("F101 keeps nothing under an id that is taken", async () => {
    const kept = directive("p1");
    await store.start(kept);
    expect(await store.start(directive("p2", kept.id))).toBe(false);
    expect(await store.find(kept.id)).toEqual(kept);
  });

  it("F101 of two acts done at once one is kept", async () => {
    const kept = directive("p1");
    await store.start(kept);
    const both = await Promise.all([store.append(kept.id, accept), store.append(kept.id, accept)]);
    expect(both.toSorted()).toEqual([false, true]);
    expect((await store.find(kept.id))?.acts).toHaveLength(2);
  });

  it("F101 lists newest first, by patient, by what was done last, page by page", async () => {
    const [first, second, third] = [directive("p1"), directive("p2"), directive("p1")] as const;
    for (const one of [first, second, third]) await store.start(one);
    await store.append(first.id, accept);
    const ids = async (query: Parameters<Store["list"]>[0]) => (await store.list(query)).map(({ id }) => id);
    expect(await ids({ limit: 9 })).toEqual([third.id, second.id, first.id]);
    expect(await ids({ limit: 9, patientId: "p1" })).toEqual([third.id, first.id]);
    expect(await ids({ limit: 9, latest: ["accept"] })).toEqual([first.id]);
    expect(await ids({ limit: 1, after: third.id })).toEqual([second.id]);
    expect((await everyDirective(store, ["request"])).map(({ id }) => id)).toEqual([third.id, second.id]);
  });

  it("F101 has another version after every act, and the same one else", async () => {
    const seen = [await store.version()];
    const kept = directive("p1");
    await store.start(kept);
    seen.push(await store.version());
    await store.append(kept.id, accept);
    seen.push(await store.version());
    expect(new Set(seen).size).toBe(3);
    await store.list({ limit: 1 });
    expect(await store.version()).toBe(seen[2]);
  });

  it("F101 knows nothing of an id that is none", async () => {
    expect(await store.find("../etc")).toBeUndefined();
  });
}
