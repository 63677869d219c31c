import { describe, expect, it } from "vitest";
import { createCommitTimes } from "./commit-times.ts";
import { createHealthDesk } from "./desk.ts";
import { type Finding, type Probe, spanOf } from "./probe.ts";
import { type RecordParts, recordProbes, witnessFinding, writingOf } from "./record-probes.ts";
import { roomFinding } from "./storage-probes.ts";

const IDLE = { waiting: 0, lagMs: 0, failing: null };
const GB = 1024 ** 3;

function clockAt(start: number) {
  let now = start;
  return { now: () => now, later: (ms: number) => void (now += ms) };
}

function probe(id: string, look: Probe["look"]): Probe {
  return { id, title: id, area: null, look };
}

describe("looking at every part", () => {
  it("INV-14 F183 a part that cannot be looked at is unknown, and leaves the others as they are", async () => {
    const broken = probe("broken", () => Promise.reject(new Error("secret at 10.0.0.1")));
    const desk = createHealthDesk(
      [broken, probe("well", () => ({ state: "ok", found: "Well." }))],
      clockAt(0),
    );
    const { rows } = await desk.look();
    expect(rows.map(({ id, state }) => [id, state])).toEqual([
      ["broken", "unknown"],
      ["well", "ok"],
    ]);
    expect(JSON.stringify(rows)).not.toContain("10.0.0.1");
  });

  it("INV-16 F183 says since when a part is as it is, from when it was seen so first", async () => {
    const clock = clockAt(1_000);
    let finding: Finding = { state: "ok", found: "a" };
    const desk = createHealthDesk([probe("a", () => finding)], clock);
    const since = async () => {
      clock.later(10_000);
      return (await desk.look()).rows[0]?.since;
    };
    expect([await since(), await since()]).toEqual([11_000, 11_000]);
    finding = { state: "failed", found: "b", next: "c" };
    expect([await since(), await since()]).toEqual([31_000, 31_000]);
    finding = { state: "attention", found: "c", next: "d", since: 5 };
    expect(await since()).toBe(5);
  });

  it("INV-14 looks once for all who ask within a moment", async () => {
    let looks = 0;
    const clock = clockAt(0);
    const desk = createHealthDesk([probe("a", () => ({ state: "ok", found: String((looks += 1)) }))], clock);
    await Promise.all([desk.look(), desk.look()]);
    await desk.look();
    expect(looks).toBe(1);
    clock.later(2_000);
    await desk.look();
    expect(looks).toBe(2);
  });
});

describe("the record in words", () => {
  it("F176 shows how many entries wait, and what the last commit took", () => {
    const commits = createCommitTimes(clockAt(0));
    commits.took(3.123);
    const { state, figures } = writingOf({ ...IDLE, waiting: 2, lagMs: 40 }, commits.last());
    expect([state, figures]).toEqual([
      "ok",
      { waiting: 2, lagMs: 40, lastCommitMs: 3.1, slowestCommitMs: 3.1 },
    ]);
  });

  it.each([
    [{ ...IDLE, failing: "database_unreachable" as const }, null, "failed"],
    [{ ...IDLE, waiting: 5, lagMs: 3_000 }, null, "attention"],
    [IDLE, { at: 0, ms: 2, slowestMs: 2_500, of: 9 }, "attention"],
  ])("INV-17 F176 what is not well says what to do: %o", (health, last, state) => {
    const finding = writingOf(health, last);
    expect(finding.state).toBe(state);
    expect(finding.next).toMatch(/^See /);
  });

  it("F183 before the first night sends nobody to a command that starts no check", async () => {
    const parts = { witnessNames: [], record: { integrity: { last: () => null } } } as unknown as RecordParts;
    const nightly = recordProbes(parts).find(({ id }) => id === "integrity");
    const finding = await nightly?.look();
    expect(finding?.state).toBe("unknown");
    expect(finding?.next).toMatch(/^Wait for the first night, then read .* `modicum log verify`\.$/);
  });

  it("F178 tells of a witness what it cosigned last, when, and how far it is behind", () => {
    const key = { verifierKey: "w+00000000+BA==", checkpoint: null };
    const status = { name: "w", ...key, size: 90, at: 1_000, refusals: 0, lastRefusal: null };
    const well = witnessFinding({ ...status, state: "ok" }, 100, 61_000);
    expect(well.found).toBe("It cosigned 90 entries 60 s ago, and is behind by 10.");
    expect(well.state).toBe("ok");
    const refusing = witnessFinding({ ...status, lastRefusal: 409, state: "failing" }, 100, 61_000);
    expect([refusing.state, refusing.found]).toEqual(["failed", `${well.found} It last refused with 409.`]);
  });

  it("F178 has a row for each witness, and says where there is none", () => {
    const parts = { witnessNames: ["a", "b"] } as unknown as RecordParts;
    const ids = (names: readonly string[]) =>
      recordProbes({ ...parts, witnessNames: names }).flatMap(({ id }) =>
        id.startsWith("witness") ? [id] : [],
      );
    expect(ids(["a", "b"])).toEqual(["witness:a", "witness:b"]);
    expect(ids([])).toEqual(["witness"]);
  });
});

describe("what is measured", () => {
  it.each([
    [{ free: 100 * GB, total: 200 * GB }, "ok"],
    [{ free: 20 * GB, total: 1_000 * GB }, "ok"],
    [{ free: 4 * GB, total: 100 * GB }, "attention"],
    [{ free: 0.1 * GB, total: 100 * GB }, "failed"],
  ])("INV-17 F183 room on the disk %o is %s", (room, state) => {
    const finding = roomFinding(room);
    expect(finding.state).toBe(state);
    expect(finding.next === undefined).toBe(state === "ok");
  });

  it.each([
    [4_400, "4 s"],
    [720_000, "12 min"],
    [3 * 3_600_000, "3 h"],
    [5 * 86_400_000, "5 days"],
  ])("tells %d ms as %s", (ms, text) => {
    expect(spanOf(ms)).toBe(text);
  });
});
