import { beforeEach, describe, expect, it } from "vitest";
import { stringifyJson } from "../../kernel/json.ts";
import { createFhirAnswerer } from "./gateway.ts";
import { jsonOf, questionAs, reasonIn } from "./testing/ask.ts";
import type { Answerer } from "./testing/ask.ts";
import { practiceRecords } from "./testing/charts.ts";
import { bytesOf } from "./testing/comparison.ts";
import { memoryUpstream } from "./testing/memory-upstream.ts";
import type { MemoryUpstream } from "./testing/memory-upstream.ts";
import { depsOf, practice } from "./testing/practice.ts";
import type { Practice } from "./testing/practice.ts";

const FORM = { "content-type": "application/x-www-form-urlencoded" };

describe("the FHIR gateway over HTTP", () => {
  let state: Practice;
  let upstream: MemoryUpstream;
  let ask: Answerer;

  beforeEach(() => {
    state = practice();
    upstream = memoryUpstream(practiceRecords(), state.policy.catalogue);
    ask = createFhirAnswerer(depsOf(state, upstream));
  });

  it("GW-01 names the entry of the record in X-Request-Id", async () => {
    const reply = await ask(questionAs("nina", "/Patient/p1"));
    expect(reply.headers["x-request-id"]).toBe(state.entries[0]?.id);
  });

  it.each(["/Patient/p1", "/Patient", "/metadata", "/Patient/absent"])(
    "GW-01 GW-10 releases nothing of %s when the record cannot be written",
    async (target) => {
      state.recordFails = true;
      const reply = await ask(questionAs("nina", target));
      expect([reply.status, reasonIn(reply)]).toEqual([503, "record_unavailable"]);
      expect(reply.headers["x-request-id"]).toBeUndefined();
    },
  );

  it("GW-02 asks for sign-in with 401 and WWW-Authenticate, and records it", async () => {
    const reply = await ask(questionAs("mallory", "/Patient/p1"));
    expect([reply.status, reply.headers["www-authenticate"]]).toEqual([401, 'Bearer realm="modicum"']);
    expect(state.entries[0]?.release).toEqual({ outcome: "deny", reason: "unauthenticated" });
    expect(upstream.asked).toEqual([]);
  });

  it.each([
    ["GET", "/Patient/_history", "fhir.history"],
    ["GET", "/_history", "fhir.history"],
    ["POST", "/Patient", "fhir.create"],
    ["PUT", "/Patient/p1", "fhir.update"],
    ["PATCH", "/Patient/p1", "fhir.patch"],
    ["DELETE", "/Patient/p1", "fhir.delete"],
    ["DELETE", "/Patient?name=x", "fhir.delete"],
    ["POST", "/$graphql", "fhir.operation"],
    ["GET", "/Patient/p1/*", "fhir.unknown"],
    ["GET", "/Binary", "fhir.search"],
    ["GET", "/a/b/c/d", "fhir.unknown"],
  ])("GW-03 denies and records %s %s as %s", async (method, target, interaction) => {
    const reply = await ask(questionAs("nina", target, { method }));
    expect([reply.status, reasonIn(reply)]).toEqual([403, "interaction_not_supported"]);
    expect(state.entries.map(({ asked, release }) => [asked.interaction, asked.query, release])).toEqual([
      [interaction, `/fhir${target}`, { outcome: "deny", reason: "interaction_not_supported" }],
    ]);
    expect(upstream.asked).toEqual([]);
  });

  it.each([
    ["a method without meaning", 405, { method: "TRACE" }, "/Patient/p1"],
    ["a path that cannot be decoded", 400, {}, "/Patient/%E0%A4%A"],
    ["a query that cannot be decoded", 400, {}, "/Patient?name=%FF"],
    ["a query that is too long", 413, {}, `/Patient?name=${"a".repeat(7_000)}`],
    [
      "a form that is too long",
      413,
      { method: "POST", body: `name=${"a".repeat(7_000)}`, headers: FORM },
      "/Patient/_search",
    ],
    [
      "a form of another media type",
      415,
      { method: "POST", body: "{}", headers: { "content-type": "application/json" } },
      "/Patient/_search",
    ],
    ["XML", 406, { headers: { accept: "application/fhir+xml" } }, "/Patient/p1"],
    ["XML by _format", 406, {}, "/Patient/p1?_format=xml"],
    [
      "another version of FHIR",
      406,
      { headers: { accept: "application/fhir+json; fhirVersion=5.0" } },
      "/Patient/p1",
    ],
  ])("GW-04 refuses %s with %i", async (_, status, more, target) => {
    const reply = await ask(questionAs("nina", target, more));
    expect([reply.status, reasonIn(reply)]).toEqual([status, "bad_request"]);
    expect(state.entries.length).toBe(1);
  });

  it("GW-04 answers an unknown type with 404 type_unknown, whoever asks", async () => {
    const reply = await ask(questionAs("nell", "/Patience/p1"));
    expect([reply.status, reasonIn(reply)]).toEqual([404, "type_unknown"]);
  });

  it.each(["application/json", "text/html,*/*;q=0.8", "application/fhir+json;fhirVersion=4.0", ""])(
    "GW-04 serves JSON to a client that accepts `%s`",
    async (accept) => {
      const reply = await ask(questionAs("nina", "/Patient/p1", { headers: { accept } }));
      expect([reply.status, reply.headers["content-type"]]).toEqual([
        200,
        "application/fhir+json; charset=utf-8",
      ]);
    },
  );

  it("GW-05 records a HEAD like a read", async () => {
    const reply = await ask(questionAs("nina", "/Patient/p1", { method: "HEAD" }));
    expect(reply.status).toBe(200);
    expect(state.entries[0]?.release).toMatchObject({ outcome: "permit", records: ["Patient/p1"] });
  });

  it("GW-06 lets no cache store an answer and sends the same headers for every record", async () => {
    const replies = await Promise.all(["p1", "p2"].map((id) => ask(questionAs("nina", `/Patient/${id}`))));
    const names = replies.map(({ headers }) => Object.keys(headers).toSorted());
    expect(names[0]).toEqual(names[1]);
    expect(replies.map(({ headers }) => headers["cache-control"])).toEqual(["no-store", "no-store"]);
  });

  it("GW-07 says in an OperationOutcome what was missing and what to do next", async () => {
    const reply = await ask(questionAs("nina", "/Patient?address=Main"));
    expect(JSON.parse(stringifyJson(jsonOf(reply)))).toEqual({
      resourceType: "OperationOutcome",
      issue: [
        {
          severity: "error",
          code: "forbidden",
          details: {
            coding: [
              {
                system: "https://modicum.dev/fhir/CodeSystem/reason",
                code: "parameter_not_permitted",
                display: "this search parameter reads an element that no rule of yours grants",
              },
            ],
            text: "this search parameter reads an element that no rule of yours grants: `address` reads `patient.address`",
          },
          diagnostics: "Leave the parameter out, or ask privacy for the element.",
        },
      ],
    });
  });

  it("GW-08 F012 carries the declared purpose and case to identification and the purpose to the record", async () => {
    const declared: unknown[] = [];
    const identify: Practice["pipeline"]["identify"] = (credentials) => {
      declared.push(credentials);
      return state.pipeline.identify(credentials);
    };
    const spied = createFhirAnswerer(depsOf(state, upstream, { pipeline: { ...state.pipeline, identify } }));
    await spied(questionAs("nina", "/Patient/p1", { headers: { "x-case": "claim-3" } }));
    expect(declared).toEqual([
      { authorization: "Bearer nina", purposeHeader: "treatment", caseHeader: "claim-3", channel: "fhir" },
    ]);
    expect(state.entries[0]).toMatchObject({ purposes: ["treatment"], policyHash: state.policy.hash });
  });

  it("GW-08 F012 denies without a declared purpose, and records that", async () => {
    const reply = await ask(
      questionAs("nina", "/Patient/p1", { headers: { "x-purpose-of-use": undefined } }),
    );
    expect([reply.status, reasonIn(reply)]).toEqual([403, "purpose_missing"]);
    expect(state.entries[0]?.release).toEqual({ outcome: "deny", reason: "purpose_missing" });
  });

  it("GW-10 F007 denies everything while no policy is in force", async () => {
    state.inForce = null;
    const targets = ["/Patient/p1", "/Patient", "/metadata"];
    const replies = await Promise.all(targets.map((target) => ask(questionAs("nina", target))));
    expect(replies.map((reply) => [reply.status, reasonIn(reply)])).toEqual(
      targets.map(() => [403, "policy_missing"]),
    );
  });

  it("GW-10 F007 finds nothing for a person without relations", async () => {
    const [read, search] = [
      await ask(questionAs("nell", "/Patient/p1")),
      await ask(questionAs("nell", "/Patient")),
    ];
    expect([read.status, search.status]).toEqual([404, 200]);
    expect(jsonOf(search)["entry"]).toBeUndefined();
  });

  it("GW-10 denies when the evaluation fails, without saying why", async () => {
    const broken = createFhirAnswerer(
      depsOf(state, upstream, {
        projectionOf: () => {
          throw new Error("CANARY");
        },
      }),
    );
    const reply = await broken(questionAs("nina", "/Patient/p1"));
    expect([reply.status, reasonIn(reply)]).toEqual([403, "evaluation_error"]);
    expect(bytesOf(reply)).not.toContain("CANARY");
  });
});
