import type { z } from "@hono/zod-openapi";
import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import type { RelationSourceStatus } from "../../identity/ports.ts";
import type { DraftSummary } from "../../policy/drafts/types.ts";
import { memoryRetention } from "../../governance/retention/testing/memory-retention.ts";
import type { RecordMonth } from "../../governance/retention/types.ts";
import { fixedClock } from "../../kernel/clock.ts";
import type { KeyInfo } from "../../keys/key-types.ts";
import type { CompiledPolicy } from "../../policy/types.ts";
import { NOW, practiceApi, shippedPolicy } from "../testing/practice-api.ts";
import { failingSources, findingsOf, ownDrafts, reviewsDue } from "./items.ts";
import type { WorkSchema } from "./schema.ts";
import { seesOf } from "./sees.ts";

const PROPOSED_KEY: KeyInfo = {
  id: "0a1b2c3d",
  use: "wrap",
  state: "retired",
  madeAt: NOW,
  retiredAt: NOW,
  destroyedAt: null,
  proposal: { personId: "kai.keycustodian", at: NOW - 60_000 },
};

const MAY_2019: RecordMonth = {
  id: "2019-05",
  from: Date.UTC(2019, 4, 1),
  until: Date.UTC(2019, 5, 1),
  entries: 9,
  firstSeq: 1,
  lastSeq: 9,
  place: "cold",
};

type Work = z.infer<typeof WorkSchema>;

const MINUTE = 60_000;

let policy: CompiledPolicy;
beforeAll(async () => {
  policy = await shippedPolicy();
});

const source = (more: Partial<RelationSourceStatus>): RelationSourceStatus => ({
  source: "billable/1-encounter-finished",
  facts: 1,
  people: 1,
  syncedAt: NOW,
  lastFailureAt: null,
  lastFailure: null,
  ...more,
});

describe("what needs one", () => {
  it("asks the owner for a review that is due within 30 days, and nobody else", () => {
    const now = Date.parse("2027-04-15T12:00:00Z");
    const mine = reviewsDue(policy, ["privacy-officer"], now);
    expect(mine).toContainEqual(
      expect.objectContaining({
        id: "policy-review/role/biller",
        due: "2027-05-01",
        href: "/policy/roles/biller",
      }),
    );
    expect(reviewsDue(policy, ["nurse"], now)).toEqual([]);
  });

  it("asks for no review that is further away", () => {
    expect(reviewsDue(policy, ["privacy-officer"], Date.parse("2027-03-31T12:00:00Z"))).toEqual([]);
  });

  it("keeps asking when the day is past", () => {
    const late = reviewsDue(policy, ["privacy-officer"], Date.parse("2027-06-01T12:00:00Z"));
    expect(late.length).toBeGreaterThan(policy.roles.size);
  });

  it("F171 hands an error of the analysis to who owns what it is about", () => {
    const [person] = policy.people.filter(({ roles }) => roles.includes("biller"));
    if (person === undefined) throw new Error("the shipped policy names no biller");
    const people = [...policy.people, { ...person, id: "two.jobs", roles: ["biller", "privacy-officer"] }];
    const unsound: CompiledPolicy = { ...policy, people };
    const found = findingsOf(unsound, ["privacy-officer"]);
    expect(found.map(({ title }) => title).join()).toContain("two.jobs");
    expect(findingsOf(unsound, ["nurse"])).toEqual([]);
  });

  it("finds no error in the shipped policy", () => {
    expect(findingsOf(policy, ["privacy-officer"])).toEqual([]);
  });

  it("names one's own open drafts, and neither others' nor discarded ones", () => {
    const version = {
      n: 1,
      author: "a",
      at: NOW,
      act: "start",
      base: "",
      policyHash: null,
      changes: [],
    } as const;
    const draft = (id: string, author: string, act: "start" | "discard"): DraftSummary => ({
      id,
      title: "Less for billing",
      author,
      createdAt: NOW,
      latest: { ...version, act },
    });
    const drafts = [draft("1", "priya", "start"), draft("2", "max", "start"), draft("3", "priya", "discard")];
    expect(ownDrafts(drafts, "priya").map(({ href }) => href)).toEqual(["/policy/drafts/1"]);
  });

  it("names a source that failed after it was last read, with its code", () => {
    const failed = source({ lastFailureAt: NOW + 1, lastFailure: "upstream_unreachable" });
    expect(failingSources(policy, [failed], NOW + MINUTE)[0]?.why).toContain("`upstream_unreachable`");
  });

  it("names a source whose facts are older than the relation allows", () => {
    const at = (minutes: number) => failingSources(policy, [source({})], NOW + minutes * MINUTE).length;
    expect([at(15), at(16)]).toEqual([0, 1]);
  });

  it("leaves a source alone that works again", () => {
    const well = source({ lastFailureAt: NOW - 1, lastFailure: "upstream_unreachable" });
    expect(failingSources(policy, [well], NOW)).toEqual([]);
  });
});

describe("what one's role sees", () => {
  it("is one sentence for each purpose of a standing grant", () => {
    const sees = seesOf(policy, ["biller"]);
    expect(sees.map(({ purpose }) => purpose)).toEqual(["billing", "claim-support", "eligibility"]);
    expect(sees[0]?.sentence).toMatch(/^\d+ data elements of .+, of patients: Has something to bill\.$/);
    expect(sees[1]?.sentence).toContain("one case at a time");
  });

  it("counts what it does not name, one group as one", () => {
    const counts = [...policy.roles.keys()]
      .flatMap((role) => seesOf(policy, [role]))
      .flatMap(({ sentence }) => /and (\d+) more (groups?)/.exec(sentence) ?? []);
    expect(counts).toContain("and 1 more group");
    expect(counts).not.toContain("and 1 more groups");
  });

  it("says that an auditor sees nothing about a patient", () => {
    const audit = seesOf(policy, ["auditor"]).find(({ purpose }) => purpose === "audit");
    expect(audit?.sentence).toContain("none of them about a patient");
  });
});

describe("GET /api/v1/work", () => {
  const failing = source({ lastFailureAt: NOW, syncedAt: NOW - MINUTE, lastFailure: "upstream_invalid" });
  const api = () =>
    practiceApi({
      more: ({ deps }) => ({ relations: { ...deps.relations, status: async () => [failing] } }),
    });

  it("tells who may administer relation facts of a source that fails", async () => {
    const { json } = await (
      await api()
    ).ask<Work>("priya.privacy", "/api/v1/work", { purpose: "compliance" });
    expect(json.items.map(({ kind }) => kind)).toEqual(["relation-source"]);
  });

  it("F135 F179 F155 brings what another person proposed to the second person, and to nobody else", async () => {
    const practice = await practiceApi({
      more: ({ deps }) => ({
        keys: { ...deps.keys, waitingFor: () => [PROPOSED_KEY] },
        retention: memoryRetention(fixedClock(NOW), () => policy.retention, [MAY_2019]),
      }),
    });
    const purpose = "compliance";
    const asked = { id: randomUUID(), patient: "patient-pat", reason: "archived" };
    await practice.ask("priya.privacy", "/api/v1/shreddings", { purpose, body: asked });
    await practice.deps.retention.propose(
      { id: randomUUID(), months: ["2019-05"], reason: "due" },
      "priya.privacy",
    );
    const kindsOf = async (person: string, declared: string) => {
      const { json } = await practice.ask<Work>(person, "/api/v1/work", { purpose: declared });
      expect(JSON.stringify(json.items)).not.toContain("patient-pat");
      return json.items.map(({ kind }) => kind);
    };
    expect(await kindsOf("sam.security", purpose)).toEqual(["key-end", "purge", "shredding"]);
    expect(await kindsOf("priya.privacy", purpose)).toEqual([]);
    expect(await kindsOf("kai.keycustodian", "system-support")).toEqual([]);
  });

  it("tells nobody else, and records that nothing was told", async () => {
    const practice = await api();
    const { json } = await practice.ask<Work>("nina.nurse", "/api/v1/work", { purpose: "treatment" });
    expect(json.items).toEqual([]);
    expect(json.sees.map(({ purpose }) => purpose)).toContain("treatment");
    expect(practice.entries.at(-1)).toMatchObject({ interaction: "api.work.read", released: [] });
  });
});
