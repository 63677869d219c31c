import { beforeEach, describe, expect, test } from "vitest";
import type { DraftStore } from "../ports.ts";
import { snapshotOf } from "../snapshot.ts";
import type { DraftHead, DraftVersion } from "../types.ts";

const HASH = "ab".repeat(32);
const AT = Date.UTC(2026, 4, 4, 15);
const BASE = snapshotOf([{ path: "org.yaml", text: "id: lakeside\n" }], HASH);
const OTHER = snapshotOf([{ path: "org.yaml", text: "id: riverside\n" }], HASH);

/** A draft whose number is the end of its id, so that later ones sort behind. */
function head(number: number): DraftHead {
  const id = `00000000-0000-7000-8000-${String(number).padStart(12, "0")}`;
  return { id, title: `Draft "${number}"`, author: "priya.privacy", createdAt: AT + number };
}

function version(n: number, fields: Partial<DraftVersion> = {}): DraftVersion {
  const first = { n, author: "priya.privacy", at: AT + n, act: n === 1 ? "start" : "edit" } as const;
  return { ...first, base: BASE.digest, policyHash: HASH, files: [], changes: [], ...fields };
}

/** What every implementation of DraftStore keeps to. `open` gives an empty store. */
export function draftStoreContract(open: () => Promise<DraftStore>): void {
  let store: DraftStore;

  beforeEach(async () => {
    store = await open();
  });

  describe("a draft", () => {
    test("F006 is found as it was started, with the policy it changes", async () => {
      await store.start(head(1), version(1), BASE);
      expect(await store.find(head(1).id)).toEqual({ ...head(1), versions: [version(1)] });
      expect(await store.snapshot(BASE.digest)).toEqual(BASE);
    });

    test("F006 keeps every field of every version, in order", async () => {
      const files = [
        { path: "a.yaml", text: "kind: Org # \\u00e9 'x'\n" },
        { path: "b.yaml", text: null },
      ];
      const changes = ["lost biller/billing/claim.lines on billable [bh]", "wrote a.yaml"];
      const second = version(2, { author: "sam.security", policyHash: null, files, changes });
      await store.start(head(1), version(1), BASE);
      expect(await store.append(head(1).id, second)).toBe(true);
      expect(await store.append(head(1).id, version(3, { act: "rebase", base: OTHER.digest }), OTHER)).toBe(
        true,
      );
      const found = await store.find(head(1).id);
      expect(found?.versions).toEqual([
        version(1),
        second,
        version(3, { act: "rebase", base: OTHER.digest }),
      ]);
      expect(await store.snapshot(OTHER.digest)).toEqual(OTHER);
    });

    test("F006 takes one of two versions of a number, and loses nothing of it", async () => {
      await store.start(head(1), version(1), BASE);
      const both = [version(2, { author: "one" }), version(2, { author: "two" })];
      const taken = await Promise.all(both.map((one) => store.append(head(1).id, one)));
      expect(taken.filter(Boolean)).toHaveLength(1);
      const kept = both[taken.indexOf(true)];
      expect((await store.find(head(1).id))?.versions).toEqual([version(1), kept]);
    });

    test("F006 is not there under another id, or under one that is none", async () => {
      expect(await store.find(head(9).id)).toBeUndefined();
      expect(await store.find("'; --")).toBeUndefined();
      expect(await store.snapshot("none")).toBeUndefined();
    });

    test("F006 shares its snapshot with others on the same policy", async () => {
      await store.start(head(1), version(1), BASE);
      await store.start(head(2), version(1), BASE);
      expect(await store.find(head(2).id)).toBeDefined();
    });
  });

  describe("the list of drafts", () => {
    beforeEach(async () => {
      for (const number of [1, 2, 3]) await store.start(head(number), version(1), BASE);
      await store.append(head(2).id, version(2, { act: "discard" }));
    });

    const ids = async (query: Parameters<DraftStore["list"]>[0]): Promise<readonly number[]> =>
      (await store.list(query)).map(({ id }) => Number(id.slice(-12)));

    test("F006 shows the newest first, each with its last version", async () => {
      const [newest, middle] = await store.list({ limit: 10 });
      const { files: _files, ...latest } = version(1);
      expect(newest).toEqual({ ...head(3), latest });
      expect(middle?.latest).toMatchObject({ n: 2, act: "discard" });
      expect(await ids({ limit: 10 })).toEqual([3, 2, 1]);
    });

    test.each([
      ["those open", { status: "open", limit: 10 } as const, [3, 1]],
      ["those discarded", { status: "discarded", limit: 10 } as const, [2]],
      ["as many as asked for", { limit: 2 }, [3, 2]],
      ["those after one", { after: head(3).id, limit: 10 }, [2, 1]],
      ["nothing after an id that is none", { after: "'; --", limit: 10 }, []],
    ])("F006 shows %s", async (_which, query, expected) => {
      expect(await ids(query)).toEqual(expected);
    });
  });
}
