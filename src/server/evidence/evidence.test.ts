import { createHash } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";
import { createRecorder } from "../../audit/recorder.ts";
import { memoryLog } from "../../audit/testing/memory-log.ts";
import { createLogDesk } from "../../audit/tree/log-desk.ts";
import { openRecordTree } from "../../audit/tree/record-tree.ts";
import { NOW, practiceApi, type PracticeApi } from "../../api/testing/practice-api.ts";
import { memoryEvidenceStore } from "../../governance/evidence/testing/memory-evidence-store.ts";
import { verifyPack } from "../../governance/evidence/verify-pack.ts";
import { memoryRetention } from "../../governance/retention/testing/memory-retention.ts";
import { memoryDeviceStore } from "../../governance/devices/testing/memory-device-store.ts";
import type { Caller } from "../../identity/types.ts";
import type { JobFiles } from "../../jobs/ports.ts";
import { createRunner } from "../../jobs/runner.ts";
import { memoryJobStore } from "../../jobs/testing/memory-jobs.ts";
import type { JobState } from "../../jobs/types.ts";
import { memoryRecordKey } from "../../keys/testing/record-key.ts";
import { memorySealer } from "../../keys/testing/sealer.ts";
import { fixedClock } from "../../kernel/clock.ts";
import { err, ok, type Result } from "../../kernel/result.ts";
import type { ReasonCode } from "../../kernel/reasons.ts";
import { withEvidence } from "./keeping.ts";
import { openEvidence } from "./open-evidence.ts";

const AUDITOR = { purpose: "audit" } as const;
const clock = fixedClock(NOW);
const store = () => memoryEvidenceStore();

let kept: ReturnType<typeof store>;
let jobs: ReturnType<typeof memoryJobStore>;
let files: JobFiles & { readonly held: Map<string, Uint8Array> };
let api: PracticeApi;
let work: () => Promise<void>;
/** Who the auditor is when it is their build's turn. */
let standing: (caller: Caller) => Result<Caller, ReasonCode>;
/** Called before each step. */
let before: (step: number) => Promise<void>;

function memoryFiles(): typeof files {
  const held = new Map<string, Uint8Array>();
  return {
    held,
    write: async (id, n, bytes) => void held.set(`${id}/${n}`, bytes),
    read: async (id, n) => held.get(`${id}/${n}`) ?? null,
    removeAll: async (id) => {
      for (const name of held.keys()) if (name.startsWith(id)) held.delete(name);
    },
  };
}

beforeEach(async () => {
  [kept, jobs, files] = [store(), memoryJobStore(), memoryFiles()];
  standing = (caller) => ok(caller);
  before = async () => {};
  const log = memoryLog();
  const key = memoryRecordKey();
  const tree = createRecorder(await openRecordTree(log, key, "modicum/test", clock), memorySealer(), clock);
  const desk = createLogDesk(log, log);
  api = await practiceApi({
    more: ({ deps, policy }) => {
      const evidence = openEvidence({
        store: kept,
        policy,
        pipeline: deps.pipeline,
        record: { desk: deps.record, origin: "modicum/test", publicKey: key.publicKey },
        recordLog: {
          desk: {
            // The practice's record has no tree: its entries come into this one when they are asked for.
            proofOf: async (id) => {
              const entry = api.entries.find((one) => one.id === id);
              if (entry !== undefined) await tree.record(entry);
              return desk.proofOf(id);
            },
          },
        },
        jobs: {
          store: jobs,
          exports: {
            files,
            wake: () => undefined,
            standing: async ({ personId, ...claims }) => {
              const person = policy.people.find(({ id }) => id === personId);
              if (person === undefined) return err("person_unknown");
              const bound = { fhirUser: null, department: null, manager: null, active: true };
              return standing({ ...claims, person: { ...person, ...bound } });
            },
          },
        },
        source: { files: [{ path: "org.yaml", text: "id: demo" }], policyHash: policy.hash },
        policyDesk: deps.policyDesk,
        identity: { people: deps.people },
        retention: memoryRetention(clock, () => policy.retention),
        feeds: {
          devices: { desk: { store: memoryDeviceStore() } },
          sources: { store: { list: async () => [] } },
        },
      });
      const step: typeof evidence.kind.step = async (job) => {
        await before(job.step);
        return evidence.kind.step(job);
      };
      work = async () => {
        const runner = createRunner({
          store: jobs,
          files,
          kinds: [{ ...evidence.kind, step }],
          clock,
          onFault: () => undefined,
          pace: { idleMs: 1, retryMs: 1, attempts: 2 },
        });
        runner.start();
        for (let look = 0; look < 500; look++) {
          const [job] = await jobs.list({ limit: 1 });
          if (job !== undefined && job.state !== "waiting" && job.state !== "running") break;
          await new Promise((settle) => setTimeout(settle, 2));
        }
        await runner.stop();
      };
      return { evidence: evidence.desk, jobs };
    },
  });
});

async function begin(body: object): Promise<string> {
  const reply = await api.ask<{ job: string }>("audra.auditor", "/api/v1/evidence/builds", {
    ...AUDITOR,
    body,
  });
  expect(reply.status).toBe(200);
  return reply.json.job;
}

async function build(body: object): Promise<{ readonly id: string; readonly state: JobState | undefined }> {
  const id = await begin(body);
  await work();
  return { id, state: (await jobs.find(id))?.state };
}

describe("a build of evidence", () => {
  it("EVI-1 EVI-10 EVI-20 F133 keeps each artifact with hash, source query, time and preparer, its hash in the record", async () => {
    const { id, state } = await build({ items: [{ kind: "record-entries" }, { kind: "policy-text" }] });
    expect(state).toBe("done");
    const [pack, policy, entries] = await kept.list({ limit: 10 });
    expect(entries).toMatchObject({
      kind: "record-entries",
      query: `{"asOf":"${new Date(NOW).toISOString()}","kind":"record-entries"}`,
      preparedBy: "audra.auditor",
      preparedAt: NOW,
      pack: id,
      keepUntil: Date.parse("2032-05-05T04:00:00Z"),
    });
    const bytes = (await kept.content(entries?.id ?? "")) ?? Buffer.alloc(0);
    expect(createHash("sha256").update(bytes).digest("hex")).toBe(entries?.sha256);
    const said = api.entries.flatMap(({ changes }) => changes);
    for (const one of [entries, policy, pack])
      expect(said).toContain(
        `prepared artifact ${one?.id ?? ""} ${one?.kind ?? ""} sha256 ${one?.sha256 ?? ""}`,
      );
    const verdict = verifyPack((await kept.content(id)) ?? Buffer.alloc(0), null);
    expect(verdict).toMatchObject({ findings: [], proven: 2 });
  });

  it("EVI-8 ends, and keeps nothing, once its preparer has lost the right", async () => {
    standing = (caller) => ok({ ...caller, person: { ...caller.person, roles: ["biller"] } });
    const { state } = await build({ items: [{ kind: "policy-text" }] });
    expect([state, await kept.list({ limit: 1 })]).toEqual(["expired", []]);
    expect(api.entries.at(-1)).toMatchObject({ outcome: "deny", interaction: "api.evidence.prepare" });
  });

  it("EVI-14 keeps nothing where its preparer leaves before the last step", async () => {
    before = async (step) => {
      if (step === 1) standing = () => err("person_inactive");
    };
    const { state } = await build({ items: [{ kind: "policy-text" }] });
    expect([state, await kept.list({ limit: 1 })]).toEqual(["expired", []]);
  });

  it("EVI-14 keeps nothing once it is canceled", async () => {
    const id = await begin({ items: [{ kind: "policy-text" }, { kind: "sources" }] });
    before = async (step) => {
      if (step === 1) await jobs.end(id, "canceled", null, NOW);
    };
    await work();
    expect([(await jobs.find(id))?.state, await kept.list({ limit: 1 })]).toEqual(["canceled", []]);
  });

  it("EVI-14 makes the same artifacts where a step is done again after a crash", async () => {
    let crashed = false;
    before = async (step) => {
      if (step !== 1 || crashed) return;
      crashed = true;
      throw new Error("the process died");
    };
    const { state } = await build({ items: [{ kind: "policy-text" }] });
    expect([state, crashed, (await kept.list({ limit: 9 })).length]).toEqual(["done", true, 2]);
  });

  it("EVI-7 F133 says of a past moment that there is no documentation, or gives what was prepared by then", async () => {
    const asOf = new Date(NOW - 1_000).toISOString();
    const past = await build({ items: [{ kind: "policy-text" }], asOf });
    const verdict = async (id: string) => verifyPack((await kept.content(id)) ?? Buffer.alloc(0), null);
    expect((await verdict(past.id)).manifest.missing[0]).toMatchObject({
      kind: "policy-text",
      statement: `no documentation: nothing of this kind was prepared as of ${asOf} or before`,
    });
    const older = (await kept.list({ limit: 1 }))[0];
    expect(older?.title).toBe("Pack of 0 artifacts, 1 without documentation");
  });
});

describe("a patient whom evidence names", () => {
  it("EVI-12 is not made unreadable while it is kept", async () => {
    const naming = { naming: async () => [{ id: "e1", keepUntil: 9 }] };
    const reasons = withEvidence(async () => [], naming);
    expect(await reasons("p-ada", 1)).toEqual([
      { code: "retention", ground: "164.316(b)(2)(i): evidence e1", until: 9 },
    ]);
  });
});
