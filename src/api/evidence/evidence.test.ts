import { beforeEach, describe, expect, it } from "vitest";
import { artifactOf } from "../../governance/evidence/testing/artifact.ts";
import { NOW, practiceApi, type PracticeApi } from "../testing/practice-api.ts";
import type { Problem } from "../problem.ts";
import { practiceEvidence } from "../testing/practice-evidence.ts";

const PATH = "/api/v1/evidence";
const AUDITOR = { person: "audra.auditor", purpose: "audit" };
const PRIVACY = { person: "priya.privacy", purpose: "compliance" };

let api: PracticeApi;
let desk: ReturnType<typeof practiceEvidence>;
beforeEach(async () => {
  desk = practiceEvidence();
  api = await practiceApi({ more: () => ({ evidence: desk }) });
});

const ask = <T>({ person, purpose }: typeof AUDITOR, path: string, body?: unknown) =>
  api.ask<T>(person, `${PATH}${path}`, { purpose, ...(body === undefined ? {} : { body }) });

interface Shown {
  readonly id: string;
  readonly query: string;
  readonly yours: boolean;
}

describe("evidence over the API", () => {
  it("EVI-16 F133 is for the auditor and the privacy officer, and nobody else; a denial is recorded", async () => {
    const status = async (who: typeof AUDITOR) => (await ask(who, "")).status;
    expect([await status(AUDITOR), await status(PRIVACY)]).toEqual([200, 200]);
    for (const [person, purpose] of [
      ["bea.biller", "billing"],
      ["sam.security", "compliance"],
      ["max.manager", "compliance"],
      ["ivan.itsupport", "system-support"],
    ] as const)
      expect([person, (await ask({ person, purpose }, "")).status]).toEqual([person, 403]);
    expect(api.entries.at(-1)).toMatchObject({ outcome: "deny", interaction: "api.evidence.list" });
  });

  it("EVI-8 F133 says which kinds the asker may prepare, and lets them prepare no other", async () => {
    const { json } = await ask<{ kinds: { id: string; yours: boolean }[] }>(PRIVACY, "/kinds");
    const yours = (id: string) => json.kinds.find((kind) => kind.id === id)?.yours;
    expect([yours("record-entries"), yours("devices")]).toEqual([true, false]);
    const refused = await ask<Problem>(PRIVACY, "/builds", {
      items: [{ kind: "record-entries" }, { kind: "devices" }],
    });
    expect([refused.status, refused.json.detail]).toEqual([
      403,
      "this needs `device-inventory.entries` with the capability `read`",
    ]);
    expect(desk.begun).toEqual([]);
  });

  it("EVI-6 begins a build with one moment, and a seed that is told", async () => {
    const { json } = await ask<{ job: string; seed: string }>(AUDITOR, "/builds", {
      items: [{ kind: "record-entries", filters: { outcome: "deny" } }, { kind: "policy-text" }],
      sample: { size: 25 },
    });
    const sample = { size: 25, seed: json.seed };
    expect(json.seed).toMatch(/^[0-9a-f]{16}$/);
    expect(desk.begun[0]?.queries).toEqual([
      { kind: "record-entries", asOf: NOW, filters: { outcome: "deny" }, sample },
      { kind: "policy-text", asOf: NOW },
    ]);
    expect(api.entries.at(-1)?.changes).toEqual([
      `evidence begun: job/${json.job}: record-entries, policy-text`,
    ]);
  });

  it.each([
    ["a moment that lies ahead", { items: [{ kind: "people" }], asOf: "2030-01-01T00:00:00Z" }, 422],
    ["filters of a kind that takes none", { items: [{ kind: "people", filters: { person: "x" } }] }, 422],
    ["a sample of what is none", { items: [{ kind: "policy-text" }], sample: { size: 3 } }, 422],
    ["a kind that there is not", { items: [{ kind: "charts" }] }, 400],
    ["a filter that there is not", { items: [{ kind: "record-entries", filters: { chart: "x" } }] }, 400],
    ["a sample of nothing", { items: [{ kind: "record-entries" }], sample: { size: 0 } }, 400],
    ["nothing", { items: [] }, 400],
  ])("EVI-6 refuses %s", async (_what, body, status) => {
    expect((await ask(AUDITOR, "/builds", body)).status).toBe(status);
    expect(desk.begun).toEqual([]);
  });

  it("EVI-10 F133 records a download with the hash, and sends the bytes that it is of", async () => {
    const artifact = artifactOf('{"people":1}', { fileName: "people.json" });
    await desk.store.add([artifact]);
    const { json, headers } = await ask<object>(AUDITOR, `/${artifact.id}/content`);
    expect([json, headers.get("x-content-sha256"), headers.get("content-disposition")]).toEqual([
      { people: 1 },
      artifact.sha256,
      'attachment; filename="people.json"',
    ]);
    expect(api.entries.at(-1)).toMatchObject({
      interaction: "api.evidence.download",
      released: ["evidence.artifacts", "workforce.roster"],
      changes: [`downloaded artifact ${artifact.id} sha256 ${artifact.sha256}`],
    });
  });

  it("EVI-11 gives what an artifact holds to who is given each element of it, and to no other", async () => {
    const artifact = artifactOf("{}", { elements: ["device-inventory.entries"] });
    await desk.store.add([artifact]);
    const { json } = await ask<{ artifacts: Shown[] }>(PRIVACY, "");
    expect(json.artifacts).toMatchObject([{ id: artifact.id, yours: false }]);
    expect((await ask(PRIVACY, `/${artifact.id}/content`)).status).toBe(403);
    expect((await ask(AUDITOR, `/${artifact.id}/content`)).status).toBe(200);
  });

  it("EVI-13 F133 asks a question again, says same or different, and records it", async () => {
    const [same, other] = [artifactOf("answer"), artifactOf("another answer")];
    await desk.store.add([same, other]);
    const rerun = async (id: string) => (await ask<{ same: boolean }>(AUDITOR, `/${id}/rerun`, {})).json.same;
    expect([await rerun(same.id), await rerun(other.id)]).toEqual([true, false]);
    expect(api.entries.at(-1)?.changes).toEqual([`asked again for artifact ${other.id}: different`]);
  });

  it("EVI-13 compares no bytes that tell when they were made", async () => {
    const posture = artifactOf("{}", { kind: "posture", elements: ["policy.reach"] });
    await desk.store.add([posture]);
    expect((await ask(AUDITOR, `/${posture.id}/rerun`, {})).status).toBe(422);
  });

  it("EVI-3 pages through them", async () => {
    await desk.store.add([artifactOf("1"), artifactOf("2"), artifactOf("3")]);
    type Page = { artifacts: Shown[]; next: string | null };
    const first = await ask<Page>(AUDITOR, "?limit=2");
    const second = await ask<Page>(AUDITOR, `?limit=2&after=${first.json.next ?? ""}`);
    expect([first.json.artifacts.length, second.json.artifacts.length, second.json.next]).toEqual([
      2,
      1,
      null,
    ]);
  });
});
