import { afterEach, describe, expect, it, vi } from "vitest";
import { NOW, practice, relation } from "../testing/relations.ts";
import { resource } from "../testing/upstream.ts";
import { createRefreshGate } from "./refresh.ts";
import { createRelationSyncJob, type RelationSyncJob } from "./sync-job.ts";

const team = resource("CareTeam", "1", {
  status: "active",
  subject: { reference: "Patient/pat" },
  participant: [{ member: { reference: "Practitioner/paul" } }],
});
const definitions = [relation("care-team-member"), relation("task-owner", {}, { id: "queue" })];
let job: RelationSyncJob;
afterEach(() => job.stop());

function start(parts = practice()) {
  parts.upstream.resources = [team];
  const [changed, report] = [vi.fn(), vi.fn()];
  job = createRelationSyncJob({ ...parts, definitions, intervalMs: 10, retryMs: 10, changed, report });
  return { parts, changed, report };
}

describe("createRelationSyncJob", () => {
  it("REL-10 is ready after the first sync, not before", async () => {
    start();
    expect(job.ready()).toBe(false);
    await job.syncNow();
    expect(job.ready()).toBe(true);
  });

  it("REL-10 is ready when one source was read and another failed", async () => {
    const { parts } = start();
    parts.upstream.failing.set("Task", "upstream_invalid");
    await job.syncNow();
    expect(job.ready()).toBe(true);
  });

  it("REL-10 is not ready while no source can be read, and tries again until one can", async () => {
    const { parts, report } = start();
    parts.upstream.failing.set("Location", "upstream_unreachable");
    job.start();
    await vi.waitFor(() => expect(report).toHaveBeenCalled());
    expect(job.ready()).toBe(false);
    parts.upstream.failing.clear();
    await vi.waitFor(() => expect(job.ready()).toBe(true));
  });

  it("syncs again after its interval", async () => {
    const { parts } = start();
    job.start();
    await vi.waitFor(() =>
      expect(parts.upstream.asked.filter(({ type }) => type === "CareTeam").length).toBeGreaterThan(2),
    );
  });

  it("says that facts have changed after each sync", async () => {
    const { changed } = start();
    await job.syncNow();
    expect(changed).toHaveBeenCalledOnce();
  });

  it("reports failures by source and code alone", async () => {
    const { parts, report } = start();
    parts.upstream.failing.set("Task", "upstream_invalid");
    await job.syncNow();
    expect(report).toHaveBeenCalledWith([{ source: "queue/1-task-owner", code: "upstream_invalid" }]);
  });

  it("REL-8 never fails a refresh, whatever the upstream does", async () => {
    const { parts, report } = start();
    parts.upstream.failing.set("Location", "upstream_unreachable");
    await expect(job.refreshPatient("pat")).resolves.toBeUndefined();
    expect(report).toHaveBeenCalledWith([{ source: "refresh", code: "upstream_unreachable" }]);
  });

  it("REL-8 asks for the same patient once", async () => {
    const { parts } = start();
    await job.refreshPatient("pat");
    const asked = parts.upstream.asked.length;
    await job.refreshPatient("pat");
    expect(parts.upstream.asked).toHaveLength(asked);
  });

  it("reads who is who once for a sync and the refreshes after it", async () => {
    const { parts } = start();
    await job.syncNow();
    await job.refreshPatient("pat");
    await job.refreshPatient("other");
    expect(parts.upstream.asked.filter(({ type }) => type === "Location")).toHaveLength(1);
  });

  it("does nothing after stop", async () => {
    const { parts } = start();
    job.start();
    await job.stop();
    const asked = parts.upstream.asked.length;
    await job.refreshPatient("pat");
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(parts.upstream.asked).toHaveLength(asked);
  });
});

function gateAt(start: number) {
  let now = start;
  const gate = createRefreshGate({ now: () => now }, { perPatientMs: 60_000, perSecond: 3 });
  return { gate, advance: (ms: number) => void (now += ms) };
}

describe("createRefreshGate", () => {
  it("REL-8 lets the same patient through again only after its time", () => {
    const { gate, advance } = gateAt(NOW);
    const answers = [gate("pat"), gate("pat")];
    advance(59_999);
    answers.push(gate("pat"));
    advance(1);
    expect([...answers, gate("pat")]).toEqual([true, false, false, true]);
  });

  it("REL-8 lets no more patients through in a second than its limit", () => {
    const { gate, advance } = gateAt(NOW);
    const first = ["a", "b", "c", "d"].map(gate);
    advance(1_000);
    expect([...first, gate("d")]).toEqual([true, true, true, false, true]);
  });
});
