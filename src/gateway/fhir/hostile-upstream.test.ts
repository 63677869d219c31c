import { createServer } from "node:http";
import type { Server, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { JsonObject } from "../../kernel/json.ts";
import type { AppError } from "../../kernel/errors.ts";
import { createFhirGateway } from "./gateway.ts";
import { CANARY, condition, laboratory, patient, practiceRecords, record } from "./testing/charts.ts";
import { searchsetOf, send, sendJson, startHttpUpstream } from "./testing/http-upstream.ts";
import type { HttpUpstream, Seen } from "./testing/http-upstream.ts";
import { depsOf, PEOPLE, practice } from "./testing/practice.ts";
import type { Practice } from "./testing/practice.ts";
import { createUpstream } from "./upstream/client.ts";
import { createUpstreamWrites } from "./upstream/writes.ts";

/** Everything that came back, status line and headers included. */
interface Received {
  readonly status: number;
  readonly bytes: string;
  readonly json: {
    readonly total?: number;
    readonly entry?: readonly { readonly resource: { readonly id: string } }[];
  };
}

const pathOf = (resource: JsonObject): string =>
  `/${resource["resourceType"] as string}/${resource["id"] as string}`;

const TYPES: Readonly<Record<string, string>> = { PATCH: "application/json-patch+json" };

/** What will may ask of every interaction that reaches the upstream; those with a body send it. */
const EVERY_WAY: readonly (readonly [what: string, method: string, path: string, sent?: object])[] = [
  ["a read", "GET", "/Patient/p1"],
  ["a history", "GET", "/Patient/p1/_history"],
  ["a version", "GET", "/Patient/p1/_history/1"],
  ["a search", "GET", "/Observation?code=2339-0"],
  ["an include", "GET", "/Condition?_include=Condition:subject"],
  ["a reverse include", "GET", "/Patient?_revinclude=Observation:subject"],
  ["a chain", "GET", "/Observation?subject:Patient.name=Fam"],
  ["a _has", "GET", "/Patient?_has:Observation:subject:code=2339-0"],
  ["a compartment", "GET", "/Patient/p1/Observation"],
  ["a system search", "GET", "/?_type=Patient,Observation"],
  ["a chart", "GET", "/Patient/p1/$everything"],
  ["an update", "PUT", "/Patient/p1", { resourceType: "Patient", id: "p1", birthDate: "1980-05-17" }],
  ["a patch", "PATCH", "/Patient/p1", [{ op: "test", path: "/birthDate", value: "1980-05-17" }]],
  ["a delete", "DELETE", "/Encounter/e1"],
  ["a conditional delete", "DELETE", "/Encounter?_id=e1"],
  [
    "a create",
    "POST",
    "/Encounter",
    {
      resourceType: "Encounter",
      status: "planned",
      class: { code: "AMB" },
      subject: { reference: "Patient/p1" },
    },
  ],
  [
    "a transaction",
    "POST",
    "",
    {
      resourceType: "Bundle",
      type: "transaction",
      entry: [{ request: { method: "DELETE", url: "Encounter/e1" } }],
    },
  ],
  [
    "a batch",
    "POST",
    "",
    { resourceType: "Bundle", type: "batch", entry: [{ request: { method: "GET", url: "Patient/p1" } }] },
  ],
];

const BOMB = gzipSync(Buffer.alloc(20_000_000, `{"resourceType":"${CANARY}"}`));

/** Ways in which an upstream misbehaves whatever it is asked. */
const MISDEEDS: readonly (readonly [what: string, (response: ServerResponse) => void])[] = [
  ["500 with PHI in it", (response) => send(response, 500, `{"error":"${CANARY}"}`)],
  [
    "422 with an outcome",
    (response) =>
      send(response, 422, `{"resourceType":"OperationOutcome","issue":[{"diagnostics":"${CANARY}"}]}`),
  ],
  [
    "200 with an outcome",
    (response) =>
      send(response, 200, `{"resourceType":"OperationOutcome","issue":[{"diagnostics":"${CANARY}"}]}`),
  ],
  [
    "a web page",
    (response) => send(response, 200, `<html>${CANARY}</html>`, { "content-type": "text/html" }),
  ],
  [
    "a compressed bomb",
    (response) => {
      response.writeHead(200, { "content-type": "application/fhir+json", "content-encoding": "gzip" });
      response.end(BOMB);
    },
  ],
  ["a body without end", endless],
  ["a broken connection", (response) => response.destroy()],
  [
    "a truncated answer",
    (response) => {
      response.writeHead(200, { "content-length": "5000" });
      response.write(`{"resourceType":"Bundle","x":"${CANARY}`);
      setTimeout(() => response.destroy(), 5);
    },
  ],
  ["somebody else's record", (response) => sendJson(response, patient("p6"))],
  ["a searchset of everything", (response) => sendJson(response, searchsetOf(practiceRecords()))],
];

function endless(response: ServerResponse): void {
  response.writeHead(200, { "content-type": "application/fhir+json" });
  const more = setInterval(() => response.write(`"${CANARY}",`.repeat(50)), 10);
  response.on("close", () => clearInterval(more));
}

const UNAVAILABLE = { status: 502, reason: "upstream_unavailable" };

describe("in front of a hostile upstream", () => {
  let hostile: HttpUpstream;
  let client: ReturnType<typeof createUpstream>;
  let writes: ReturnType<typeof createUpstreamWrites>;
  let server: Server;
  let url = "";
  let state: Practice;
  let faults: AppError[] = [];

  beforeAll(async () => {
    hostile = await startHttpUpstream();
    const options = {
      baseUrl: hostile.baseUrl,
      token: "upstream-secret",
      limits: { totalMs: 300, responseBytes: 400_000, pages: 20 },
    };
    client = createUpstream(options);
    writes = createUpstreamWrites(options);
    server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/fhir`;
  });

  beforeEach(() => {
    state = practice();
    faults = [];
    hostile.seen.length = 0;
    const gateway = createFhirGateway(
      depsOf(state, client, { writes, onFault: (fault) => faults.push(fault) }),
    );
    server.removeAllListeners("request");
    server.on("request", (request, response) => void gateway(request, response));
  });

  afterAll(async () => {
    await client.close();
    await writes.close();
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
    await hostile.close();
  });

  async function get(person: string, path: string, method = "GET", sent?: object): Promise<Received> {
    const headers = {
      authorization: `Bearer ${person}`,
      "x-purpose-of-use": PEOPLE[person]?.purpose ?? "",
      ...(sent === undefined ? {} : { "content-type": TYPES[method] ?? "application/fhir+json" }),
    };
    const init: RequestInit = {
      method,
      headers,
      ...(sent === undefined ? {} : { body: JSON.stringify(sent) }),
    };
    const response = await fetch(`${url}${path}`, init);
    const text = await response.text();
    const bytes = `${response.status} ${response.statusText}\n${JSON.stringify([...response.headers])}\n${text}`;
    return { status: response.status, bytes, json: text === "" ? {} : JSON.parse(text) };
  }

  const ids = ({ json }: Received): readonly string[] =>
    (json.entry ?? []).map(({ resource }) => resource.id);

  /** Sends everything it has, whatever is asked. */
  const everything = (_: Seen, response: ServerResponse): void =>
    sendJson(response, searchsetOf([...practiceRecords(), ...practiceRecords()]));

  it("GW-60 drops the records that nobody asked for", async () => {
    hostile.answer = everything;
    expect(ids(await get("nina", "/Observation?patient=p1"))).toEqual(["lab-p1-a", "lab-p1-b"]);
    expect(ids(await get("bea", "/Patient"))).toEqual(["p2", "p3", "p5"]);
    expect(ids(await get("nina", "/Condition?code=44054006"))).toEqual(["cond-p1", "cond-p2", "cond-p3"]);
  });

  it("GW-60 does not believe total, links, fullUrls or outcomes", async () => {
    const lie = record({
      resourceType: "Bundle",
      type: "searchset",
      id: CANARY,
      meta: { tag: [{ code: CANARY }] },
      total: 4711,
      link: [{ relation: "self", url: `https://x.test/${CANARY}` }],
    });
    const outcome = record({ resourceType: "OperationOutcome", issue: [{ diagnostics: CANARY }] });
    const entry = [
      { fullUrl: `${CANARY}/Patient/p1`, resource: patient("p1"), search: { mode: "match" } },
      { resource: outcome, search: { mode: "outcome" } },
    ];
    hostile.answer = (_, response) => sendJson(response, { ...lie, entry });
    const reply = await get("nina", "/Patient");
    expect([reply.json.total, ids(reply), reply.bytes.includes(CANARY)]).toEqual([1, ["p1"], false]);
  });

  it.each([
    ["another patient", patient("p2")],
    ["another type", laboratory("p1", "p1", 1)],
    ["a Bundle with the record in it", searchsetOf([patient("p1")])],
    ["a record without an id", patient("p1", { id: null })],
    ["an outcome", record({ resourceType: "OperationOutcome", issue: [{ diagnostics: CANARY }] })],
  ])("GW-60 takes %s on a read for absent", async (_, resource) => {
    hostile.answer = (__, response) => sendJson(response, resource);
    const reply = await get("nina", "/Patient/p1");
    expect([reply.status, reply.bytes.includes(CANARY)]).toEqual([404, false]);
  });

  it.each<[string, (response: ServerResponse) => void]>([
    ["500 with PHI in it", (response) => send(response, 500, `{"error":"${CANARY}"}`)],
    ["400 with PHI in it", (response) => send(response, 400, CANARY)],
    ["401", (response) => send(response, 401, CANARY, { "www-authenticate": CANARY })],
    ["a redirect", (response) => send(response, 307, "", { location: `http://127.0.0.1:1/${CANARY}` })],
    ["broken JSON", (response) => send(response, 200, `{"resourceType":"${CANARY}`)],
    [
      "a duplicate key",
      (response) => send(response, 200, `{"resourceType":"Patient","id":"p1","id":"${CANARY}"}`),
    ],
    ["nesting without end", (response) => send(response, 200, "[".repeat(100_000))],
    ["bytes that are no UTF-8", (response) => response.end(Buffer.from([0x22, 0xff, 0x22]))],
    ["an answer that is too large", (response) => send(response, 200, `{"x":"${CANARY.repeat(100_000)}"}`)],
    ["silence", () => {}],
    ["a broken connection", (response) => response.destroy()],
    [
      "half an answer",
      (response) => {
        response.writeHead(200, { "content-length": "1000" });
        response.write(CANARY);
        setTimeout(() => response.destroy(), 5);
      },
    ],
  ])("GW-61 GW-63 answers %s with one constant outcome, for reads and searches alike", async (_, fail) => {
    hostile.answer = (__, response) => fail(response);
    const [read, search] = [await get("nina", "/Patient/p1"), await get("nina", "/Patient")];
    const outcome = read.bytes.slice(read.bytes.lastIndexOf("\n"));
    expect([read.status, search.status]).toEqual([UNAVAILABLE.status, UNAVAILABLE.status]);
    expect(outcome).toContain(UNAVAILABLE.reason);
    expect(search.bytes.endsWith(outcome)).toBe(true);
    expect([read.bytes, search.bytes].some((bytes) => bytes.includes(CANARY))).toBe(false);
    expect(faults.map(({ message }) => message).join()).not.toContain(CANARY);
    expect(state.entries.map(({ release }) => release.reason)).toEqual([
      "upstream_unavailable",
      "upstream_unavailable",
    ]);
  });

  it.each(MISDEEDS)(
    "GW-61 GW-63 F159 lets nothing of %s out, whatever is asked, and records each question",
    async (_, misbehave) => {
      hostile.answer = (__, response) => misbehave(response);
      for (const [what, method, path, sent] of EVERY_WAY) {
        const before = [state.entries.length, hostile.seen.length] as const;
        const reply = await get("will", path, method, sent);
        expect([what, reply.bytes.includes(CANARY), reply.status < 500 || reply.status === 502]).toEqual([
          what,
          false,
          true,
        ]);
        expect([what, state.entries.length > before[0]]).toEqual([what, true]);
        expect([what, hostile.seen.length > before[1]]).toEqual([what, true]);
      }
    },
  );

  it("GW-61 has no answer when a later page fails, rather than half of one", async () => {
    hostile.answer = ({ method }, response) =>
      method === "POST"
        ? sendJson(response, searchsetOf([patient("p1")], "?page=2"))
        : send(response, 500, CANARY);
    expect((await get("nina", "/Patient")).status).toBe(502);
  });

  it.each([
    ["never end", (page: number) => `?page=${page}`],
    ["lead to another origin", () => "http://127.0.0.1:1/fhir/Patient"],
  ])("GW-62 GW-63 answers pages that %s like any fault", async (_, next) => {
    let page = 0;
    hostile.answer = (__, response) => sendJson(response, searchsetOf([patient("p1")], next(page++)));
    expect((await get("nina", "/Patient")).status).toBe(502);
    expect(hostile.seen.every(({ headers }) => headers.authorization === "Bearer upstream-secret")).toBe(
      true,
    );
  });

  it("GW-71 lets no withheld value into any byte of any answer", async () => {
    hostile.answer = ({ url: asked, method }, response) => {
      const found = practiceRecords().find((one) => asked.endsWith(pathOf(one)));
      if (method === "POST") everything({ url: asked } as Seen, response);
      else if (found === undefined) send(response, 404, CANARY);
      else sendJson(response, found);
    };
    const types = ["Patient", "Observation", "Condition", "Claim", "DocumentReference", "Practitioner"];
    const paths = types.flatMap((type) => [
      `/${type}`,
      `/${type}?_sort=_id&_count=2`,
      `/${type}?_summary=true`,
    ]);
    const reads = practiceRecords().map((one) => pathOf(one));
    const replies: Received[] = [];
    for (const person of ["nina", "bea", "ana", "sue"]) {
      for (const path of [...paths, ...reads]) replies.push(await get(person, path));
    }
    expect(replies.filter(({ status }) => status === 200).length).toBeGreaterThan(60);
    expect(replies.filter(({ bytes }) => bytes.includes(CANARY))).toEqual([]);
  });

  it("GW-71 lets the patient's own view hold nothing that no element covers", async () => {
    hostile.answer = (_, response) => sendJson(response, patient("p1", { identifier: [] }));
    const reply = await get("pat", "/Patient/p1");
    expect([reply.status, reply.bytes.includes(CANARY)]).toEqual([200, false]);
  });

  it("GW-05 sends no body with HEAD, and the same length", async () => {
    hostile.answer = (_, response) => sendJson(response, patient("p1"));
    const [head, full] = [await get("nina", "/Patient/p1", "HEAD"), await get("nina", "/Patient/p1")];
    const length = (reply: Received): string | undefined => /"content-length","(\d+)"/.exec(reply.bytes)?.[1];
    expect([head.status, head.bytes.endsWith("\n"), length(head)]).toEqual([200, true, length(full)]);
  });

  it("GW-31 evaluates a filter itself when the upstream does not", async () => {
    hostile.answer = (_, response) =>
      sendJson(response, searchsetOf([condition("a", "p1", "44054006"), condition("b", "p1", "38341003")]));
    expect(ids(await get("nina", "/Condition?code=38341003"))).toEqual(["b"]);
  });

  it("GW-04 answers a form that is too long on the wire, and goes on", async () => {
    const headers = {
      authorization: "Bearer nina",
      "x-purpose-of-use": "treatment",
      "content-type": "application/x-www-form-urlencoded",
    };
    const response = await fetch(`${url}/Patient/_search`, {
      method: "POST",
      headers,
      body: "a".repeat(200_000),
    });
    expect(response.status).toBe(413);
  });
});
