import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { nextEntryId } from "../../audit/entry-id.ts";
import { createRecorder } from "../../audit/recorder.ts";
import { openRecordTree } from "../../audit/tree/record-tree.ts";
import { buildRelationIndex } from "../../decision/relation-index.ts";
import { memoryRecordKey } from "../../keys/testing/record-key.ts";
import { memorySealer } from "../../keys/testing/sealer.ts";
import { fixedClock } from "../../kernel/clock.ts";
import { localBench } from "../../policy/drafts/local-bench.ts";
import { snapshotOf } from "../../policy/drafts/snapshot.ts";
import { readBase } from "../../policy/testing/base-policy.ts";
import { createPipeline, NO_DIRECTIVES } from "../../server/pipeline.ts";
import type { Database } from "../../store/database.ts";
import { createPolicyDraftStore } from "../../store/policy-draft-store.ts";
import { createRecordStore } from "../../store/record-store.ts";
import { freshDatabase } from "../../store/testing/database.ts";
import { createApi } from "../app.ts";
import { NOW, practiceApi } from "../testing/practice-api.ts";
import { practiceDrafts } from "../testing/practice-drafts.ts";

const clock = fixedClock(NOW);
const CELL = { role: "biller", purpose: "billing", on: "billable", element: "patient.name", as: "drop" };
/** Small, so that it compiles in no time; who may draft is told by the shipped policy. */
const DRAFTED = { ...snapshotOf(readBase(), "base"), fixtures: [] };

let database: Database;
let post: (path: string, body: unknown, on?: number) => Promise<Record<string, unknown>>;

beforeEach(async () => {
  database = await freshDatabase();
  const bench = localBench(() => NOW);
  const policyDrafts = practiceDrafts(clock, DRAFTED, bench, createPolicyDraftStore(database.kysely));
  const tree = await openRecordTree(createRecordStore(database.kysely), memoryRecordKey(), "test", clock);
  const recorder = createRecorder(tree, memorySealer(), clock);
  const { deps } = await practiceApi({
    more: ({ deps: { pipeline }, policy }) => ({
      policyDrafts,
      record: { search: recorder.search },
      pipeline: createPipeline({
        clock,
        policy: () => policy,
        identify: pipeline.identify,
        relationsOf: async () => buildRelationIndex([]),
        directives: async () => NO_DIRECTIVES,
        nextEntryId: () => nextEntryId(clock),
        append: recorder.record,
      }),
    }),
  });
  const app = createApi(deps);
  post = async (path, body, on) => {
    const response = await app.request(`/api/v1${path}`, {
      method: "POST",
      headers: {
        authorization: "Bearer priya.privacy",
        "x-purpose-of-use": "compliance",
        "content-type": "application/json",
        ...(on === undefined ? {} : { "if-match": `"${on}"` }),
      },
      body: JSON.stringify(body),
    });
    return (await response.json()) as Record<string, unknown>;
  };
});
afterEach(() => database.close());

describe("a change of the policy, in PostgreSQL", () => {
  it("F006 is found in the record with its author and its difference", async () => {
    const { id } = await post("/policy/drafts", { title: "Bill without the name" });
    await post(`/policy/drafts/${String(id)}/cells`, CELL, 1);
    const found = await post("/record/_search", { interaction: "api.policy.draft.edit" });
    expect(found["entries"]).toMatchObject([
      {
        person: "priya.privacy",
        outcome: "permit",
        changes: [
          `edited draft ${String(id)} version 2`,
          "wrote roles/biller.yaml",
          "lost biller/billing/patient.name on billable",
        ],
      },
    ]);
  });

  it("F006 and one that came too late is found as one that changed nothing", async () => {
    const { id } = await post("/policy/drafts", { title: "Two hands" });
    await post(`/policy/drafts/${String(id)}/cells`, CELL, 1);
    expect(await post(`/policy/drafts/${String(id)}/cells`, CELL, 1)).toMatchObject({
      status: 409,
      version: 2,
    });
    const found = await post("/record/_search", { interaction: "api.policy.draft.edit", limit: 1 });
    expect(found["entries"]).toMatchObject([{ changes: [] }]);
  });
});
