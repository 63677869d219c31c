import { beforeEach, describe, expect, test } from "vitest";
import type { CellEdit } from "../edit/types.ts";
import { changed, compiled, NOW } from "../testing/changed-policy.ts";
import type { PolicyFile } from "../types.ts";
import { createDraftDesk, type DraftDesk } from "./draft-desk.ts";
import { latestOf } from "./draft.ts";
import { localBench } from "./local-bench.ts";
import type { DraftStore } from "./ports.ts";
import { snapshotOf } from "./snapshot.ts";
import { memoryDraftStore } from "./testing/memory-draft-store.ts";
import type { Draft, DraftOutcome } from "./types.ts";

const BILLER = "roles/biller.yaml";
const NURSE = "roles/nurse.yaml";
const bench = localBench(() => NOW);
const PRIYA = "priya.privacy";

let store: DraftStore;
let ids = 0;

function deskOn(files: readonly PolicyFile[]): DraftDesk {
  const clock = { now: () => NOW };
  const nextId = (): string => `00000000-0000-7000-8000-${String((ids += 1)).padStart(12, "0")}`;
  return createDraftDesk({ store, bench, live: snapshotOf(files, compiled(files).hash), clock, nextId });
}

function drop(element: string): CellEdit {
  return { kind: "cell", role: "biller", purpose: "billing", on: "billable", element, as: "drop" };
}

function draftOf(outcome: DraftOutcome): Draft {
  if (outcome.kind !== "changed") throw new Error(`not changed but ${outcome.kind}`);
  return outcome.draft;
}

beforeEach(() => {
  store = memoryDraftStore();
});

describe("an edit of a draft", () => {
  test("F006 adds a version that names its author, its files and its cells", async () => {
    const desk = deskOn(changed({}));
    const { id } = await desk.start("Fewer lines", PRIYA);
    const draft = draftOf(await desk.edit(id, { author: "sam.security", on: 1 }, drop("claim.lines")));
    expect(latestOf(draft)).toMatchObject({
      n: 2,
      author: "sam.security",
      act: "edit",
      files: [{ path: BILLER }],
      changes: [`wrote ${BILLER}`, "lost biller/billing/claim.lines on billable [bh]"],
    });
    expect(await desk.find(id)).toEqual(draft);
  });

  test("POL-618 F006 made on a version that is not the last changes nothing, and tells who changed what since", async () => {
    const desk = deskOn(changed({}));
    const { id } = await desk.start("Two hands", PRIYA);
    const first = draftOf(await desk.edit(id, { author: "sam.security", on: 1 }, drop("claim.lines")));
    const outcome = await desk.edit(id, { author: PRIYA, on: 1 }, drop("patient.name"));
    expect(outcome).toMatchObject({ kind: "stale", since: [{ n: 2, author: "sam.security" }] });
    expect(await desk.find(id)).toEqual(first);
  });

  test("F006 keeps one of two that come at the same moment", async () => {
    const desk = deskOn(changed({}));
    const { id } = await desk.start("A race", PRIYA);
    const outcomes = await Promise.all(
      ["claim.lines", "patient.name"].map((element) =>
        desk.edit(id, { author: PRIYA, on: 1 }, drop(element)),
      ),
    );
    expect(outcomes.map(({ kind }) => kind)).toEqual(["changed", "stale"]);
    expect((await desk.find(id))?.versions).toHaveLength(2);
  });

  test("F006 that changes nothing adds no version", async () => {
    const desk = deskOn(changed({}));
    const { id } = await desk.start("Nothing", PRIYA);
    expect((await desk.edit(id, { author: PRIYA, on: 1 }, drop("patient.ssn"))).kind).toBe("unchanged");
    expect((await desk.find(id))?.versions).toHaveLength(1);
  });

  test("F006 by hand may leave a draft that does not compile, and an edit of a cell waits until it does", async () => {
    const desk = deskOn(changed({}));
    const { id } = await desk.start("By hand", PRIYA);
    const broken = draftOf(
      await desk.edit(id, { author: PRIYA, on: 1 }, { kind: "file", path: BILLER, text: "kind: Role\n" }),
    );
    expect(latestOf(broken)).toMatchObject({
      policyHash: null,
      changes: [`wrote ${BILLER}`, "does not compile"],
    });
    const outcome = await desk.edit(id, { author: PRIYA, on: 2 }, drop("claim.lines"));
    expect(outcome).toMatchObject({ kind: "refused", refusal: { code: "policy_invalid" } });
  });

  test("F006 is refused in a draft that is discarded or absent", async () => {
    const desk = deskOn(changed({}));
    const { id } = await desk.start("Over", PRIYA);
    await desk.discard(id, { author: PRIYA, on: 1 });
    expect((await desk.edit(id, { author: PRIYA, on: 2 }, drop("claim.lines"))).kind).toBe("discarded");
    expect((await desk.edit("none", { author: PRIYA, on: 1 }, drop("claim.lines"))).kind).toBe("absent");
  });
});

describe("the comparison of a draft", () => {
  test("F006 shows each file as a unified diff, and the cells that all its versions change together", async () => {
    const desk = deskOn(changed({}));
    const { id } = await desk.start("Less", PRIYA);
    await desk.edit(id, { author: PRIYA, on: 1 }, drop("claim.lines"));
    const draft = draftOf(await desk.edit(id, { author: PRIYA, on: 2 }, drop("patient.name")));
    const { files, cells } = await desk.compare(draft);
    expect(cells?.map(({ change, before }) => `${change} ${before?.element ?? ""}`)).toEqual([
      "lost claim.lines",
      "lost patient.name",
    ]);
    expect(files).toMatchObject([{ path: BILLER, change: "changed" }]);
    expect(files[0]?.text).toContain(
      "-    elements: [D, claim.*]\n+    elements: [patient.address, patient.birth-date, claim.dx-codes]\n",
    );
  });

  test("F006 leaves out a file that was written back as it was", async () => {
    const desk = deskOn(changed({}));
    const { id } = await desk.start("There and back", PRIYA);
    const text = changed({}).find(({ path }) => path === BILLER)?.text ?? "";
    await desk.edit(id, { author: PRIYA, on: 1 }, drop("claim.lines"));
    const draft = draftOf(
      await desk.edit(id, { author: PRIYA, on: 2 }, { kind: "file", path: BILLER, text }),
    );
    expect(await desk.compare(draft)).toMatchObject({ files: [], cells: [] });
  });

  test("F006 tells a file added and a file taken out", async () => {
    const desk = deskOn(changed({}));
    const { id } = await desk.start("Files", PRIYA);
    await desk.edit(id, { author: PRIYA, on: 1 }, { kind: "file", path: NURSE, text: null });
    const draft = draftOf(
      await desk.edit(id, { author: PRIYA, on: 2 }, { kind: "file", path: "roles/x.yaml", text: "a: 1\n" }),
    );
    const { files, cells } = await desk.compare(draft);
    expect([cells, files.map(({ path, change }) => [path, change])]).toEqual([
      null,
      [
        [NURSE, "removed"],
        ["roles/x.yaml", "added"],
      ],
    ]);
  });
});

describe("a draft on a policy that is not in force any more", () => {
  async function drafted(): Promise<Draft> {
    const desk = deskOn(changed({}));
    const { id } = await desk.start("Behind", PRIYA);
    return draftOf(await desk.edit(id, { author: PRIYA, on: 1 }, drop("claim.lines")));
  }
  const hand = { author: PRIYA, on: 2 };

  test("F006 stays what it was until it is moved", async () => {
    const draft = await drafted();
    const desk = deskOn(changed({ [NURSE]: ["[D, note.body]", "[D]"] }));
    expect(latestOf(draft).base).not.toBe(desk.live.digest);
    expect((await desk.compare(draft)).cells).toHaveLength(1);
  });

  test("F006 follows the policy in force where the draft wrote nothing", async () => {
    const { id } = await drafted();
    const desk = deskOn(changed({ [NURSE]: ["[D, note.body]", "[D]"] }));
    const moved = draftOf(await desk.rebase(id, hand, new Map()));
    expect(latestOf(moved)).toMatchObject({ act: "rebase", base: desk.live.digest });
    const { files, cells } = await desk.compare(moved);
    expect([files.map(({ path }) => path), cells?.length]).toEqual([[BILLER], 1]);
    expect((await desk.files(moved)).find(({ path }) => path === NURSE)?.text).toContain("elements: [D]");
  });

  const LIVE = changed({ [BILLER]: ["[D, claim.*]", "[claim.*]"] });

  test("POL-619 F006 names the files that both changed, and waits for a person to decide", async () => {
    const draft = await drafted();
    const desk = deskOn(LIVE);
    expect(await desk.rebase(draft.id, hand, new Map())).toEqual({ kind: "conflicts", paths: [BILLER] });
    expect(await desk.find(draft.id)).toEqual(draft);
  });

  test.each([
    ["draft", ["gained", "gained", "gained", "lost"]],
    ["live", []],
  ] as const)("F006 takes the text of the %s when a person says so", async (choice, expected) => {
    const { id } = await drafted();
    const desk = deskOn(LIVE);
    const moved = draftOf(await desk.rebase(id, hand, new Map([[BILLER, choice]])));
    const { cells } = await desk.compare(moved);
    expect(cells?.map(({ change }) => change).toSorted()).toEqual(expected);
  });

  test("F006 is not moved when it stands on the policy in force", async () => {
    const { id } = await drafted();
    expect((await deskOn(changed({})).rebase(id, hand, new Map())).kind).toBe("unchanged");
  });
});
