import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { AuditEntry } from "../../audit/types.ts";
import { fixedClock } from "../../kernel/clock.ts";
import { localBench } from "../../policy/drafts/local-bench.ts";
import { openPolicySource, type PolicySource } from "../../policy/open.ts";
import { createApi } from "../app.ts";
import { NOW, practiceApi } from "../testing/practice-api.ts";
import { practiceDrafts } from "../testing/practice-drafts.ts";

const PRIYA = "priya.privacy";
const SEX = { role: "biller", purpose: "billing", on: "billable", element: "patient.sex", as: "drop" };

interface Reply {
  readonly status: number;
  readonly etag: string | null;
  // A test looks at members of many answers.
  readonly body: Readonly<Record<string, unknown>>;
}

const bench = localBench(() => NOW);
let source: PolicySource;
let entries: readonly AuditEntry[];
let send: (method: string, path: string, body?: unknown, on?: number, as?: string) => Promise<Reply>;

beforeAll(async () => {
  source = (await openPolicySource("content", fixedClock(NOW))).source;
});

beforeEach(async () => {
  const policyDrafts = practiceDrafts(fixedClock(NOW), source, bench);
  const practice = await practiceApi({ more: () => ({ policyDrafts }) });
  const app = createApi(practice.deps);
  entries = practice.entries;
  send = async (method, path, body, on, as = PRIYA) => {
    const response = await app.request(`/api/v1/policy/drafts${path}`, {
      method,
      headers: {
        authorization: `Bearer ${as}`,
        "x-purpose-of-use": "compliance",
        "content-type": "application/json",
        ...(on === undefined ? {} : { "if-match": `"${on}"` }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const etag = response.headers.get("etag");
    return { status: response.status, etag, body: (await response.json()) as Reply["body"] };
  };
});

async function started(title = "Bill without the sex"): Promise<string> {
  const { body } = await send("POST", "", { title });
  return String(body["id"]);
}

describe("drafts of the policy", () => {
  it("F006 start on the policy in force, and say who started them", async () => {
    const { status, etag, body } = await send("POST", "", { title: "Bill without the sex" });
    expect([status, etag]).toEqual([200, '"1"']);
    expect(body).toMatchObject({
      title: "Bill without the sex",
      author: PRIYA,
      status: "open",
      version: 1,
      policy: source.policyHash,
      onLive: true,
    });
  });

  it("F006 are listed page by page, newest first", async () => {
    const ids = [await started("One"), await started("Two"), await started("Three")].toReversed();
    const first = await send("GET", "?limit=2");
    expect(first.body).toMatchObject({ drafts: [{ id: ids[0] }, { id: ids[1] }], next: ids[1] });
    const second = await send("GET", `?limit=2&after=${String(first.body["next"])}`);
    expect(second.body).toMatchObject({ drafts: [{ id: ids[2] }], next: null });
  });

  it("F006 change one cell, and show it as text, as cells and with its author", async () => {
    const id = await started();
    const edited = await send("POST", `/${id}/cells`, SEX, 1);
    expect([edited.status, edited.etag]).toEqual([200, '"2"']);
    const diff = await send("GET", `/${id}/diff`);
    expect(diff.body).toMatchObject({
      onLive: true,
      cellCount: 1,
      cells: [{ change: "lost", sentence: "lost biller/billing/patient.sex on billable", after: null }],
      files: [{ path: "roles/biller.yaml", change: "changed" }],
    });
    const { body } = await send("GET", `/${id}`);
    expect(body["versions"]).toMatchObject([{ act: "start" }, { n: 2, author: PRIYA, act: "edit" }]);
  });

  it("F006 leave who, which draft and which cell in the record", async () => {
    const id = await started();
    await send("POST", `/${id}/cells`, SEX, 1);
    expect(entries.at(-1)).toMatchObject({
      personId: PRIYA,
      interaction: "api.policy.draft.edit",
      outcome: "permit",
      changes: [
        `edited draft ${id} version 2`,
        "wrote roles/biller.yaml",
        "lost biller/billing/patient.sex on billable",
      ],
    });
  });

  it("F006 refuse a change made on an older version, and tell who changed what since", async () => {
    const id = await started();
    await send("POST", `/${id}/cells`, SEX, 1);
    const late = await send("POST", `/${id}/cells`, { ...SEX, element: "patient.language" }, 1);
    expect([late.status, late.etag]).toEqual([409, '"2"']);
    expect(late.body).toMatchObject({ code: "conflict", version: 2, since: [{ n: 2, author: PRIYA }] });
    expect(entries.at(-1)?.changes).toEqual([]);
  });

  it("F006 ask for the version a change is made on", async () => {
    const id = await started();
    expect((await send("POST", `/${id}/cells`, SEX)).status).toBe(400);
  });

  it("F006 say why a cell cannot be", async () => {
    const id = await started();
    const { status, body } = await send(
      "POST",
      `/${id}/cells`,
      { ...SEX, element: "patient.ssn", as: "keep" },
      1,
    );
    expect([status, body["code"]]).toEqual([422, "role_never"]);
    expect(body["diagnostics"]).toMatchObject([{ id: "POL-302" }, { id: "POL-307" }]);
  });

  it("F006 take a grant, a word of a purpose and a file as well", async () => {
    const id = await started();
    const grant = { role: "biller", purpose: "eligibility", on: "directory", grant: null };
    const never = { purpose: "eligibility", element: "patient.photo", list: "never" };
    const file = { path: "roles/nurse.yaml", text: "kind: Role\n" };
    expect((await send("POST", `/${id}/grants`, grant, 1)).status).toBe(200);
    expect((await send("POST", `/${id}/ceilings`, never, 2)).status).toBe(200);
    const broken = await send("PUT", `/${id}/files`, file, 3);
    expect(broken.body).toMatchObject({ draft: { version: 4, policy: null } });
    expect(broken.body["diagnostics"]).not.toEqual([]);
  });

  it("F006 show their files, and the text of one", async () => {
    const id = await started();
    await send("POST", `/${id}/cells`, SEX, 1);
    const { body } = await send("GET", `/${id}/files?path=roles/biller.yaml`);
    expect(body["text"]).toContain("id: biller\n");
    expect(body["files"]).toContainEqual({ path: "roles/biller.yaml", written: true });
    expect(body["files"]).toContainEqual({ path: "roles/nurse.yaml", written: false });
  });

  it("F006 run the policy's tests, and name the test that the change breaks", async () => {
    const id = await started();
    await send("POST", `/${id}/cells`, SEX, 1);
    const { status, body } = await send("POST", `/${id}/tests`);
    expect(status).toBe(200);
    const suites = body["suites"] as readonly {
      file: string;
      failed: number;
      tests: readonly { differences: string[] }[];
    }[];
    const biller = suites.find(({ file }) => file === "tests/biller_test.yaml");
    expect(biller?.failed).toBeGreaterThan(0);
    expect(biller?.tests.flatMap(({ differences }) => differences)).toContain(
      "`patient.sex` is listed, but it is not shown",
    );
    expect(body["coverage"]).toMatchObject({ grants: { total: expect.any(Number) as number } });
  });

  it("F006 do not run the tests of a policy that does not compile", async () => {
    const id = await started();
    await send("PUT", `/${id}/files`, { path: "roles/nurse.yaml", text: "kind: Role\n" }, 1);
    const { status, body } = await send("POST", `/${id}/tests`);
    expect([status, body["code"]]).toEqual([422, "policy_invalid"]);
  });

  it("F006 are discarded, stay to be read, and take no more changes", async () => {
    const id = await started();
    const { body } = await send("POST", `/${id}/discard`, undefined, 1);
    expect(body).toMatchObject({ draft: { status: "discarded", version: 2 } });
    expect((await send("POST", `/${id}/cells`, SEX, 2)).status).toBe(409);
    expect((await send("GET", `/${id}`)).status).toBe(200);
    expect(entries.find(({ interaction }) => interaction === "api.policy.draft.discard")?.changes).toEqual([
      `discarded draft ${id} version 2`,
    ]);
  });

  it("F006 change nothing when they are moved onto the policy they stand on", async () => {
    const id = await started();
    const { status, body } = await send("POST", `/${id}/rebase`, {}, 1);
    expect([status, body]).toMatchObject([200, { draft: { version: 1 } }]);
  });

  it("F006 that are not there are not found, under any path", async () => {
    const absent = "/00000000-0000-7000-8000-000000000000";
    const replies = await Promise.all([
      send("GET", absent),
      send("GET", `${absent}/diff`),
      send("POST", `${absent}/tests`),
      send("POST", `${absent}/cells`, SEX, 1),
    ]);
    expect(replies.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
  });

  it("F006 F007 are for those whom the policy names: a biller neither sees nor changes them", async () => {
    const id = await started();
    const tries = [
      await send("GET", `/${id}`, undefined, undefined, "bea.biller"),
      await send("POST", `/${id}/cells`, SEX, 1, "bea.biller"),
      await send("POST", "", { title: "Mine" }, undefined, "bea.biller"),
    ];
    expect(tries.map(({ status }) => status)).toEqual([403, 403, 403]);
  });
});
