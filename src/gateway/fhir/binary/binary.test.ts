import { createHash } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";
import type { JsonObject } from "../../../kernel/json.ts";
import { createFhirAnswerer } from "../gateway.ts";
import type { HttpReply } from "../question.ts";
import { entriesIn, jsonOf, questionAs, reasonIn } from "../testing/ask.ts";
import type { Answerer } from "../testing/ask.ts";
import { note, patient, record } from "../testing/charts.ts";
import { bytesOf } from "../testing/comparison.ts";
import { memoryUpstream } from "../testing/memory-upstream.ts";
import type { MemoryUpstream } from "../testing/memory-upstream.ts";
import { depsOf, NOW, practice } from "../testing/practice.ts";
import type { Practice } from "../testing/practice.ts";

const UPSTREAM = "http://upstream.test/fhir";
const TEXT = "the whole note";
const DAY = 86_400_000;

const attached = (id: string, patientId: string, attachment: object, more: object = {}): JsonObject =>
  note(id, patientId, { content: [{ attachment: { contentType: "text/plain", ...attachment } }], ...more });

const binary = (id: string, more: object = {}): JsonObject =>
  record({
    resourceType: "Binary",
    id,
    contentType: "text/plain; charset=utf-8",
    data: Buffer.from(TEXT).toString("base64"),
    ...more,
  });

describe("content through the gateway", () => {
  let state: Practice;
  let upstream: MemoryUpstream;

  function over(records: readonly JsonObject[]): Answerer {
    state = practice();
    upstream = memoryUpstream(records, state.policy.catalogue);
    return createFhirAnswerer(depsOf(state, { ...upstream, baseUrl: UPSTREAM }));
  }

  const urlIn = (resource: JsonObject | undefined): string | undefined => {
    const [content] = (resource?.["content"] ?? []) as readonly {
      readonly attachment: { readonly url?: string };
    }[];
    return content?.attachment.url;
  };
  const targetIn = (reply: HttpReply): string => (urlIn(jsonOf(reply)) ?? "").replace(/^.*\/fhir/, "");

  let ask: Answerer;

  beforeEach(() => {
    ask = over([
      attached("n1", "p1", { url: "Binary/b1" }),
      attached("n6", "p6", { url: "Binary/b6" }),
      binary("b1"),
      binary("b6"),
    ]);
  });

  const read = async (): Promise<string> => targetIn(await ask(questionAs("nina", "/DocumentReference/n1")));

  it("GW-220 F160 gives a link of its own in place of the upstream's, the same on every read of a day", async () => {
    const [first, again] = [await read(), await read()];
    expect(first).toMatch(/^\/Binary\/[\w-]{100,}$/);
    expect(again).toBe(first);
    const [found] = entriesIn(jsonOf(await ask(questionAs("nina", "/DocumentReference?_id=n1"))));
    expect(urlIn(found)).toContain(first);
  });

  it.each([
    ["another origin", "https://elsewhere.test/Binary/b1"],
    ["an origin that only begins alike", "http://upstream.test.evil/fhir/Binary/b1"],
    ["a place outside the base", "http://upstream.test/admin/Binary/b1"],
    ["a record of another type", "Patient/p6"],
    ["a way out of the base", "Binary/../Patient"],
    ["an id that is none", "Binary/.."],
    ["a query", "Binary/b1?x=y"],
    ["inline data by url", "data:text/plain;base64,YQ=="],
  ])("GW-221 leaves out a url that names %s", async (_, url) => {
    ask = over([attached("n1", "p1", { url, title: "Note" }), binary("b1")]);
    const reply = await ask(questionAs("nina", "/DocumentReference/n1"));
    expect([reply.status, urlIn(jsonOf(reply)), bytesOf(reply).includes("Note")]).toEqual([
      200,
      undefined,
      true,
    ]);
    expect(bytesOf(reply)).not.toContain(url);
  });

  it("GW-221 knows its upstream's absolute urls", async () => {
    ask = over([attached("n1", "p1", { url: `${UPSTREAM}/Binary/b1` }), binary("b1")]);
    expect((await ask(questionAs("nina", await read()))).status).toBe(200);
  });

  it("GW-220 gives no link for an attachment that is not given untransformed", async () => {
    const inAnyByte = bytesOf(await ask(questionAs("pat", "/DocumentReference/n1")));
    expect([inAnyByte.includes("progress note"), inAnyByte.includes("Binary")]).toEqual([true, false]);
  });

  it("GW-222 F160 sends content as it is, as a download that no browser runs", async () => {
    const reply = await ask(questionAs("nina", await read(), { headers: { accept: "text/plain" } }));
    expect([reply.status, String(reply.body)]).toEqual([200, TEXT]);
    expect(reply.headers).toMatchObject({
      "content-type": "text/plain; charset=utf-8",
      "content-disposition": "attachment",
      "content-security-policy": "sandbox; default-src 'none'",
      "x-content-type-options": "nosniff",
      "cache-control": "no-store",
    });
  });

  it("GW-222 sends a Binary to who asks for JSON of FHIR", async () => {
    const reply = await ask(
      questionAs("nina", await read(), { headers: { accept: "application/fhir+json" } }),
    );
    expect(jsonOf(reply)).toMatchObject({
      resourceType: "Binary",
      data: Buffer.from(TEXT).toString("base64"),
    });
    expect(jsonOf(reply)["id"]).toBeUndefined();
  });

  it("GW-223 records content as a read of its owner and of the element it belongs to", async () => {
    await ask(questionAs("nina", await read()));
    expect(state.entries.at(-1)).toMatchObject({
      asked: { interaction: "fhir.read", resourceType: "Binary", query: "Binary of DocumentReference/n1" },
      release: { patients: ["p1"], records: ["DocumentReference/n1"], released: ["note.body"] },
    });
  });

  it.each(["b1", "absent", "..", "x".repeat(200)])(
    "GW-224 answers `Binary/%s` like any absent id",
    async (id) => {
      const reply = await ask(questionAs("nina", `/Binary/${id}`));
      const absent = await ask(questionAs("nina", "/Patient/absent"));
      expect([reply.status, String(reply.body)]).toEqual([404, String(absent.body)]);
      expect(upstream.asked).toEqual(["Patient/absent"]);
    },
  );

  it("GW-224 is worth nothing to another person, after its end, or as a page link", async () => {
    const link = await read();
    const stolen = await ask(questionAs("bea", link));
    const page = await ask(questionAs("nina", `/DocumentReference?_page=${link.slice("/Binary/".length)}`));
    state.clock = NOW + 2 * DAY;
    const late = await ask(questionAs("nina", link));
    expect([stolen.status, reasonIn(page), late.status]).toEqual([404, "page_token_invalid", 404]);
  });

  it.each([
    ["is hidden now", attached("n1", "p6", { url: "Binary/b1" })],
    ["has another attachment now", attached("n1", "p1", { url: "Binary/b6" })],
    ["is gone", note("other", "p1")],
  ])("GW-224 has no content for a link whose owner %s", async (_, owner) => {
    const link = await read();
    ask = over([owner, binary("b1"), binary("b6")]);
    expect((await ask(questionAs("nina", link))).status).toBe(404);
    expect(upstream.asked).toEqual(["DocumentReference/n1"]);
  });

  it.each([
    ["another size", { size: 3 }, {}],
    ["another hash", { hash: createHash("sha1").update("other").digest("base64") }, {}],
    ["another media type", { contentType: "application/pdf" }, {}],
    ["data that is not base64", {}, { data: "%%%" }],
    ["another id", {}, { id: "b6" }],
  ])("GW-225 takes content with %s for a fault of the upstream", async (_, attachment, more) => {
    const records = [attached("n1", "p1", { url: "Binary/b1", ...attachment }), patient("p1")];
    ask = over(records);
    const link = await read();
    const lying = {
      ...upstream,
      baseUrl: UPSTREAM,
      read: async (type: string, id: string) =>
        type === "Binary" ? binary("b1", more) : upstream.read(type, id),
    };
    const reply = await createFhirAnswerer(depsOf(state, lying))(questionAs("nina", link));
    expect([reply.status, reasonIn(reply)]).toEqual([502, "upstream_unavailable"]);
  });

  it("GW-225 sends content whose size and hash are those of the attachment", async () => {
    const said = { size: TEXT.length, hash: createHash("sha1").update(TEXT).digest("base64") };
    ask = over([attached("n1", "p1", { url: "Binary/b1", ...said }), binary("b1")]);
    expect((await ask(questionAs("nina", await read()))).status).toBe(200);
  });

  it.each([
    ["a form of FHIR itself", { contentType: "application/fhir+json" }],
    ["an unknown form", { contentType: "application/x-msdownload" }],
  ])("GW-225 does not send %s", async (_, more) => {
    const said = { contentType: undefined, url: "Binary/b1" };
    ask = over([attached("n1", "p1", said), binary("b1", more)]);
    expect((await ask(questionAs("nina", await read()))).status).toBe(404);
  });

  it.each([
    ["the owner", "DocumentReference/n1", 200],
    ["its patient", "Patient/p1", 200],
    ["another patient", "Patient/p6", 404],
  ])("GW-225 answers content that %s governs with %3$i", async (_, reference, status) => {
    ask = over([
      attached("n1", "p1", { url: "Binary/b1" }),
      binary("b1", { securityContext: { reference } }),
    ]);
    expect((await ask(questionAs("nina", await read()))).status).toBe(status);
  });
});
