import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";
import type { JobStore } from "../../jobs/ports.ts";
import { memoryJobStore } from "../../jobs/testing/memory-jobs.ts";
import { NOW, practiceApi } from "../testing/practice-api.ts";
import type { PracticeApi } from "../testing/practice-api.ts";

interface Listed {
  readonly id: string;
  readonly person: string;
  readonly state: string;
}

describe("jobs of the control API", () => {
  let jobs: JobStore;
  let api: PracticeApi;
  let own: string;
  let other: string;

  beforeEach(async () => {
    jobs = memoryJobStore();
    api = await practiceApi({ more: () => ({ jobs }) });
    [own, other] = [randomUUID(), randomUUID()];
    const job = {
      kind: "fhir.export",
      steps: 3,
      madeAt: NOW,
      endsAt: NOW + 1_000,
      task: '{"patients":["p-secret"]}',
    };
    await jobs.add({ ...job, id: own, personId: "bea.biller" });
    await jobs.add({ ...job, id: other, personId: "nina.nurse" });
  });

  const asBea = { purpose: "billing" };
  const listed = async (person: string, query: string, more: object) =>
    api.ask<{ readonly jobs: readonly Listed[] }>(person, `/api/v1/jobs${query}`, more);

  it("F159 lists one's own, and nothing of what they are to do", async () => {
    const reply = await listed("bea.biller", "", asBea);
    expect(reply.json.jobs.map(({ id }) => id)).toEqual([own]);
    expect(JSON.stringify(reply.json)).not.toContain("p-secret");
  });

  it("lists everyone's to who has the queue, and to nobody else", async () => {
    const officer = await listed("sam.security", "?whose=all", { purpose: "compliance" });
    const biller = await listed("bea.biller", "?whose=all", asBea);
    expect([officer.json.jobs.length, biller.status]).toEqual([2, 403]);
    expect(api.entries[0]?.released).toEqual(["job.queue"]);
  });

  it("is told of another's job as of one that is absent", async () => {
    const [hidden, absent] = [
      await api.ask("bea.biller", `/api/v1/jobs/${other}`, asBea),
      await api.ask("bea.biller", `/api/v1/jobs/${randomUUID()}`, asBea),
    ];
    expect([hidden.status, hidden.json.code]).toEqual([404, absent.json.code]);
  });

  it("cancels one's own", async () => {
    const reply = await api.ask<Listed>("bea.biller", `/api/v1/jobs/${own}/cancel`, { ...asBea, body: {} });
    expect([reply.status, reply.json.state, (await jobs.find(own))?.state]).toEqual([
      200,
      "canceled",
      "canceled",
    ]);
    expect(api.entries.at(-1)?.changes).toEqual([`canceled job/${own}`]);
  });

  it("cancels another's by the right to the queue alone, which seeing it is not", async () => {
    const cancel = (person: string, purpose: string) =>
      api.ask<Listed>(person, `/api/v1/jobs/${other}/cancel`, { purpose, body: {} });
    expect((await cancel("bea.biller", "billing")).status).toBe(404);
    expect((await cancel("ivan.itsupport", "system-support")).status).toBe(404);
    expect((await cancel("sam.security", "compliance")).json.state).toBe("canceled");
  });
});
