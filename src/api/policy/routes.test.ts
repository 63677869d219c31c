import { describe, expect, it } from "vitest";
import type { AccessReport } from "../../posture/access-report.ts";
import type { Impact } from "../../posture/impact.ts";
import type { ReachReport } from "../../posture/reach-report.ts";
import { AppError } from "../../kernel/errors.ts";
import { NOW, practiceApi } from "../testing/practice-api.ts";
import { practicePolicyDesk } from "../testing/practice-policy-desk.ts";
import type { PolicyDesk } from "./ports.ts";

const PRIVACY = { purpose: "compliance" } as const;

function apiWith(desk: Partial<PolicyDesk> = {}) {
  return practiceApi({ more: () => ({ policyDesk: practicePolicyDesk(NOW, desk) }) });
}

async function asked<T>(path: string, desk: Partial<PolicyDesk> = {}, person = "priya.privacy") {
  const api = await apiWith(desk);
  const purpose = person === "bea.biller" ? "billing" : "compliance";
  return api.ask<T>(person, `/api/v1/policy${path}`, { purpose });
}

const NOBODY = { people: 0, patients: 0, pairs: 0 };
const IMPACT: Impact = {
  before: "a",
  after: "b",
  at: NOW,
  census: { patients: 4, asOf: NOW },
  cells: [],
  others: [],
  byCells: { gained: NOBODY, lost: NOBODY },
  effects: [],
  byEffect: { gained: { people: 1, patients: 1, pairs: 1 }, lost: NOBODY },
  people: [
    {
      person: "bea.biller",
      displayName: "Bea Biller",
      roles: ["biller"],
      gained: { elements: ["patient.sex"], patients: ["secret-1"] },
      lost: { elements: [], patients: [] },
    },
  ],
};

const NO_ACCESS: AccessReport = { policyHash: "a", at: NOW, people: [], inactive: 0, orphans: [] };

describe("the policy's own API", () => {
  it("F130 tells a role's rationale: why, job functions, and what each purpose shows", async () => {
    const { status, json } = await asked<{
      why: string;
      jobFunctions: string[];
      work: { purpose: string; groups: { group: string }[]; grants: { at: string }[] }[];
    }>("/roles/biller");
    expect(status).toBe(200);
    expect(json.why).toMatch(/^Claims work needs the insurance and the codes\./);
    expect(json.jobFunctions).toContain("Submit claims");
    expect(json.work.map(({ purpose }) => purpose)).toEqual(["billing", "eligibility", "claim-support"]);
    expect(json.work[0]?.groups.map(({ group }) => group)).toContain("claim");
    expect(json.work[0]?.grants[0]?.at).toMatch(/roles\/biller\.yaml:\d+$/);
  });

  it("F006 tells of each element whether a purpose needs, may ask for or never gives it", async () => {
    const { json } = await asked<{ elements: { element: string; standing: string }[] }>("/purposes/billing");
    const standing = new Map(json.elements.map((one) => [one.element, one.standing]));
    expect(standing.get("claim.total")).toBe("need");
    expect(standing.get("patient.ssn")).toBe("never");
    expect(standing.size).toBeGreaterThan(200);
  });

  it("F166 tells which segments a code infers and which the source system alone labels", async () => {
    const { json } = await asked<{ segments: { id: string; explicitOnly: boolean; guard: string }[] }>(
      "/segments",
    );
    const explicit = json.segments.filter(({ explicitOnly }) => explicitOnly).map(({ id }) => id);
    expect(explicit).toEqual(["minor", "part2", "psychotherapy"]);
    expect(json.segments.find(({ id }) => id === "part2")?.guard).toBe("part2-consent");
  });

  it("F166 names the roles that see a segment as the matrix of its records has them", async () => {
    const [{ json: segment }, { json: matrix }] = await Promise.all([
      asked<{ roles: string[] }>("/segments/hiv"),
      asked<{ rows: { role: string }[] }>("/matrix?segment=hiv&limit=1000"),
    ]);
    expect(segment.roles).toContain("provider");
    expect(segment.roles).toEqual([...new Set(matrix.rows.map(({ role }) => role))]);
  });

  it("F166 lists by which codes, medications and places a record comes by a segment", async () => {
    const { json } = await asked<{
      why: string;
      lists: { kind: string; system: string; beginnings: boolean; codes: string[] }[];
    }>("/segments/sud");
    const codesOf = (wanted: string, system: RegExp) =>
      json.lists
        .filter(({ kind, system: of }) => kind === wanted && system.test(of))
        .flatMap(({ codes }) => codes);
    expect(codesOf("medications", /rxnorm$/)).toContain("1819");
    expect(codesOf("codes", /icd-10-cm$/)).toContain("F11");
    expect(json.lists.find(({ codes }) => codes.includes("F11"))?.beginnings).toBe(true);
    expect(json.why).toContain("buprenorphine");
  });

  it("F166 tells which purposes open a segment case by case, and which never", async () => {
    const { json } = await asked<{ purposes: { purpose: string; standing: string }[] }>(
      "/segments/psychotherapy",
    );
    const standing = new Map(json.purposes.map((one) => [one.purpose, one.standing]));
    expect(standing.get("billing")).toBe("never");
  });

  it("F166 knows no segment that the policy does not have", async () => {
    expect((await asked("/segments/gossip")).status).toBe(404);
  });

  it("F171 gives the matrix with one digit for each element", async () => {
    const { json } = await asked<{
      transforms: string[];
      elements: { id: string }[];
      rows: { purpose: string; cells: string }[];
    }>("/matrix?role=biller&group=patient");
    const ssn = json.elements.findIndex(({ id }) => id === "patient.ssn");
    const billing = json.rows.find(({ purpose }) => purpose === "billing");
    expect(billing?.cells).toHaveLength(json.elements.length);
    expect(json.transforms[Number(billing?.cells[ssn])]).toBe("drop");
  });

  it("F171 goes through a matrix page by page", async () => {
    interface Page {
      readonly rows: readonly { readonly role: string; readonly purpose: string }[];
      readonly next: string | null;
    }
    const rows: string[] = [];
    let next: string | null = "";
    while (next !== null) {
      const after: string = next === "" ? "" : `&after=${encodeURIComponent(next)}`;
      const { json } = await asked<Page>(`/matrix?limit=17${after}`);
      rows.push(...json.rows.map(({ role, purpose }) => `${role}/${purpose}`));
      next = json.next;
    }
    expect(new Set(rows).size).toBe(rows.length);
    const whole = await asked<{ rows: unknown[] }>("/matrix?limit=1000");
    expect(rows).toHaveLength(whole.json.rows.length);
  });

  it.each([
    ["patient.sex", ["drop", "mask", "count", "tokenize", "keep"]],
    ["patient.birth-date", ["drop", "mask", "count", "generalize:year", "generalize:age-band", "keep"]],
  ])("POL-703 tells in which forms %s can be shown", async (element, forms) => {
    const { json } = await asked<{ forms: string[] }>(
      `/cells?role=biller&purpose=billing&element=${element}`,
    );
    expect(json.forms).toEqual(forms);
  });

  it("F171 tells where a cell stands and which ceiling closes its segments", async () => {
    const path = "/cells?role=biller&purpose=billing&element=claim.total";
    const { json } = await asked<{
      as: string;
      grants: { segments: { segment: string; closedBy: string | null }[] }[];
    }>(path);
    expect(json.as).toBe("keep");
    const closed = new Map(json.grants[0]?.segments.map((one) => [one.segment, one.closedBy]));
    expect([closed.get("bh"), closed.get("psychotherapy")]).toEqual([null, "purpose"]);
  });

  it.each([
    "/roles/janitor",
    "/purposes/nothing",
    "/elements?group=nothing",
    "/matrix?role=janitor",
    "/matrix?purpose=x",
    "/matrix?group=nothing",
    "/matrix?segment=gossip",
    "/cells?role=janitor&purpose=billing&element=claim.total",
    "/cells?role=biller&purpose=x&element=claim.total",
    "/cells?role=biller&purpose=billing&element=claim.nothing",
    "/who?element=patient.ssn&purpose=x",
    "/who?element=patient.ssn&role=janitor",
    "/who?element=patient.ssn&segment=gossip",
    "/findings?role=janitor",
    "/reach-without-approval?type=Nope",
    "/reach?role=janitor",
    "/reach?element=patient.nothing",
    "/reach?wide=biller,janitor",
    "/reach?chartless=janitor",
    "/access-report?role=janitor",
    "/access-report?role=janitor&format=csv",
    "/people/nobody/access",
    "/segments/gossip",
  ])("F171 has no empty answer to a name that the policy does not have: %s", async (path) =>
    expect((await asked(path, { access: async () => ({ kind: "ready", value: NO_ACCESS }) })).status).toBe(
      404,
    ),
  );

  it.each([
    "/elements",
    "/matrix",
    "/cells",
    "/who",
    "/findings",
    "/reach-without-approval",
    "/reach",
    "/access-report",
  ])("F171 takes no parameter that is not published, and names nothing of it: %s", async (path) => {
    const needed = { "/cells": "role=a&purpose=b&element=c&", "/who": "element=patient.ssn&" }[path] ?? "";
    const { status, json } = await asked<{ detail: string }>(`${path}?${needed}secrets=hidden-1`);
    expect(status).toBe(400);
    expect(json.detail).toBe("the request: has members that are not published");
    expect(JSON.stringify(json)).not.toContain("hidden-1");
  });

  it("F130 gives people of a role that the policy does not have and somebody holds", async () => {
    const lost = { person: "lo", displayName: "Lo", department: null, manager: null, roles: [] };
    const value = { ...NO_ACCESS, people: [{ ...lost, unknownRoles: ["janitor"] }] };
    const desk: Partial<PolicyDesk> = { access: async () => ({ kind: "ready", value }) };
    expect((await asked<{ count: number }>("/access-report?role=janitor", desk)).json.count).toBe(1);
  });

  it("F027 says of a sample that there are fewer people than asked for", async () => {
    const one = { displayName: "x", department: null, manager: null, roles: [], unknownRoles: [] };
    const people = Array.from({ length: 22 }, (_, i) => ({ person: `p${i}`, ...one }));
    const value = { ...NO_ACCESS, people };
    const desk: Partial<PolicyDesk> = { access: async () => ({ kind: "ready", value }) };
    const { json } = await asked<{ count: number; sample: unknown }>("/access-report?sample=25", desk);
    expect([json.count, json.sample]).toEqual([22, { asked: 25, sentence: "22 of 25 asked for" }]);
  });

  it("F171 is for who may read the policy alone", async () => {
    const { status, json } = await asked<{ code: string }>("/who?element=patient.ssn", {}, "bea.biller");
    expect([status, json.code]).toEqual([403, "no_grant"]);
  });

  it("F130 refuses a report whose sources are not whole, and names them", async () => {
    const gaps = [{ source: "care-team/1-care-team-member", why: "stale", code: null }] as const;
    const { status, json } = await asked<{ code: string; detail: string }>("/access-report", {
      access: async () => ({ kind: "incomplete", gaps }),
    });
    expect([status, json.code]).toEqual([503, "report_incomplete"]);
    expect(json.detail).toBe("`care-team/1-care-team-member` is stale");
  });

  it("F049 says how far a report is while it is being made", async () => {
    const running = { kind: "running", done: 3, total: 9 } as const;
    const { status, headers, json } = await asked("/reach", { reach: async () => running });
    expect(status).toBe(202);
    expect(headers.get("retry-after")).toBe("1");
    expect(json).toEqual({ state: "running", done: 3, total: 9 });
  });

  it("F049 gives people of the reach page by page, and roles whole", async () => {
    const one = {
      patients: 1,
      share: 0.5,
      purposes: [],
      roles: ["nurse"],
      displayName: "N",
      department: null,
    };
    const report: ReachReport = {
      policyHash: "a",
      at: NOW,
      census: { patients: 2, asOf: NOW },
      everyone: { patients: 1, share: 0.5 },
      roles: [],
      findings: [],
      people: ["a", "b", "c"].map((person) => ({ person, ...one })),
    };
    const desk = { reach: async () => ({ kind: "ready", value: report }) as const };
    type Page = { report: { people: { person: string }[]; next: string | null } };
    const first = await asked<Page>("/reach?limit=2", desk);
    expect(first.json.report.next).toBe("b");
    const second = await asked<Page>("/reach?limit=2&after=b", desk);
    expect(second.json.report.people.map(({ person }) => person)).toEqual(["c"]);
    expect(second.json.report.next).toBeNull();
  });

  it("F172 counts patients for who may see the reach, and names them only beside `record.patients`", async () => {
    const api = await apiWith({ impact: async () => ({ kind: "ready", value: IMPACT }) });
    const body = { files: { "org.yaml": "" } };
    const reply = await api.ask<{
      report: { people: { gained: { patients: number; patientIds?: string[] } }[] };
    }>("priya.privacy", "/api/v1/policy/impact", { ...PRIVACY, body });
    expect(reply.status).toBe(200);
    const [bea] = reply.json.report.people;
    expect(bea?.gained.patients).toBe(1);
    expect(bea?.gained.patientIds).toEqual(["secret-1"]);
    expect(api.entries.at(-1)).toMatchObject({
      interaction: "api.policy.impact",
      patients: ["secret-1"],
      released: ["policy.reach", "record.patients"],
    });
  });

  it("F172 of a policy that does not compile is a problem with its diagnostics", async () => {
    const at = { file: "org.yaml", line: 1, column: 1 };
    const diagnostic = { id: "POL-212", severity: "error", message: "no org", hint: null, at } as const;
    const api = await apiWith({ impact: async () => ({ kind: "invalid", diagnostics: [diagnostic] }) });
    const path = "/api/v1/policy/impact";
    const reply = await api.ask<{ diagnostics: unknown[] }>("priya.privacy", path, {
      ...PRIVACY,
      body: { files: {} },
    });
    expect(reply.status).toBe(422);
    expect(reply.json.diagnostics).toMatchObject([{ id: "POL-212", file: "org.yaml", line: 1 }]);
    expect(reply.json).toMatchObject({ title: "no org", next: expect.stringContaining("`diagnostics`") });
  });

  it("F172 says of patients that they could be touched, and what is counted", async () => {
    const api = await apiWith({ impact: async () => ({ kind: "ready", value: IMPACT }) });
    const body = { files: { "org.yaml": "" } };
    const path = "/api/v1/policy/impact";
    const reply = await api.ask<{ report: { sentence: string } }>("priya.privacy", path, {
      ...PRIVACY,
      body,
    });
    expect(reply.json.report.sentence).toBe(
      "0 cells differ; 1 person could see more of up to 1 patient. Patients in reach are counted, whatever records they have.",
    );
  });

  it("F172 of a count that takes too long has a code of its own, and says what to do", async () => {
    const impact = async () => {
      throw new AppError("report_too_long", "the count took too long", { hint: "Split the change." });
    };
    const api = await apiWith({ impact });
    const path = "/api/v1/policy/impact";
    const body = { files: { "org.yaml": "" } };
    const reply = await api.ask<unknown>("priya.privacy", path, { ...PRIVACY, body });
    expect(reply).toMatchObject({
      status: 503,
      json: { code: "report_too_long", next: "Split the change." },
    });
  });

  it("F172 of a draft records that the draft was read", async () => {
    const desk = {
      impact: async () => ({ kind: "ready", value: IMPACT }) as const,
      filesOfDraft: async () => [],
    };
    const api = await apiWith(desk);
    await api.ask("priya.privacy", "/api/v1/policy/impact", { ...PRIVACY, body: { draft: "one" } });
    expect(api.entries.at(-1)?.released).toEqual(["policy.reach", "policy.drafts", "record.patients"]);
  });

  it("F172 of neither a draft nor files says what to send", async () => {
    const api = await apiWith();
    const reply = await api.ask("priya.privacy", "/api/v1/policy/impact", { ...PRIVACY, body: {} });
    expect(reply).toMatchObject({
      status: 400,
      json: {
        detail: expect.stringMatching(
          /draft: is missing, and must be text.*files: is missing, and must be an object/,
        ),
      },
    });
  });

  it.each([
    ["reach?role=Jane", "title", "role", "GET /api/v1/policy/roles"],
    ["reach?wide=Jane", "title", "wide", "GET /api/v1/policy/roles"],
    ["matrix?role=Jane", "detail", "role", "GET /api/v1/policy/roles"],
    ["matrix?purpose=Jane", "detail", "purpose", "GET /api/v1/policy/purposes"],
    ["matrix?segment=Jane", "detail", "segment", "GET /api/v1/policy/segments"],
  ] as const)(
    "an unknown name in `%s` says in its %s which parameter it is, and what lists them",
    async (path, member, parameter, list) => {
      const api = await apiWith();
      const { status, json } = await api.ask<Record<string, string>>(
        "priya.privacy",
        `/api/v1/policy/${path}`,
        PRIVACY,
      );
      expect(status).toBe(404);
      expect(json[member]).toContain(`\`${parameter}\``);
      expect(json[member]).toContain(list);
      expect(JSON.stringify(json)).not.toContain("Jane");
    },
  );

  it("F172 of a draft that is not there is a 404", async () => {
    const api = await apiWith();
    const path = "/api/v1/policy/impact";
    const { status } = await api.ask("priya.privacy", path, { ...PRIVACY, body: { draft: "none" } });
    expect(status).toBe(404);
  });
});
