import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import express from "express";
import fastify from "fastify";
import { type Context, Hono } from "hono";
import { etag } from "hono/etag";
import { afterAll, describe, expect, it } from "vitest";
import type { Transform } from "../../catalogue/transforms.ts";
import type { Decider } from "./decider.ts";
import { expressMinimizer, fastifyMinimizer, honoMinimizer, type MinimizerOptions } from "./index.ts";

const PATIENTS = [
  {
    id: "p1",
    name: "Ann",
    ssn: "999-12-3456",
    born: "1980-05-01",
    note: "secret",
    kin: [{ name: "Bo", ssn: "1" }],
  },
  { id: "p2", name: "Cy", ssn: "999-65-4321", born: "1990-01-01", note: "secret", kin: [] },
];
const SHOWN = { id: "p1", name: "Ann", born: "1980", kin: [{ name: "Bo" }] };
const SEEN = new Map<string, Transform>([
  ["patient.name", "keep"],
  ["patient.birth-date", "generalize:year"],
]);

/** p1 is the caller's, p2 is nobody's. */
const decider: Decider = {
  elements: async (_, records) => records.map(({ id }) => (id === "p1" ? SEEN : null)),
};
const broken: Decider = { elements: () => Promise.reject(new Error("no server")) };

function optionsOf<R>(subject: (request: R) => string | undefined, more = {}): MinimizerOptions<R> {
  const fields = {
    name: "patient.name",
    ssn: "patient.ssn",
    born: "patient.birth-date",
    "kin.name": "patient.name",
    "kin.ssn": "patient.ssn",
  };
  const record = { type: "Patient", id: "id", patient: "id", fields };
  return { decider, subject, purpose: "billing", record, now: () => Date.parse("2026-05-04"), ...more };
}

type Start = (more?: object) => Promise<string>;
const closers: (() => void)[] = [];
afterAll(() => closers.forEach((close) => close()));

function listening(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, "127.0.0.1");
  closers.push(() => server.close());
  return new Promise((settle) =>
    server.once("listening", () => settle(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)),
  );
}

const one = (id: string) => PATIENTS.find((patient) => patient.id === id);

const startExpress: Start = (more) => {
  const app = express().use(
    expressMinimizer(optionsOf((request) => request.headers["x-user"] as string, more)),
  );
  app.get("/patients", (_, response) => void response.set("x-total-count", "2").json(PATIENTS));
  app.get("/patients/:id", (request, response) => {
    const found = one(request.params.id);
    if (found === undefined) response.status(404).json({ error: "no patient p9 in cabinet 7" });
    else response.json(found);
  });
  app.get("/text", (_, response) => void response.send("Ann 999-12-3456"));
  app.get("/written", (_, response) => {
    response.writeHead(200, { "content-type": "application/json", etag: '"1"' });
    response.write(JSON.stringify(PATIENTS[0]).slice(0, 20));
    response.end(JSON.stringify(PATIENTS[0]).slice(20));
  });
  return listening(app);
};

const startHono: Start = (more) => {
  const subject = (c: Context): string | undefined => c.req.header("x-user");
  const app = new Hono().use(honoMinimizer(optionsOf(subject, more))).use(etag());
  app.get("/patients", (c) => c.json(PATIENTS, 200, { "x-total-count": "2" }));
  app.get("/patients/:id", (c) => {
    const found = one(c.req.param("id"));
    return found === undefined ? c.json({ error: "no patient p9 in cabinet 7" }, 404) : c.json(found);
  });
  app.get("/text", (c) => c.text("Ann 999-12-3456"));
  app.get(
    "/written",
    () => new Response(JSON.stringify(PATIENTS[0]), { headers: { "content-type": "application/json" } }),
  );
  const listener = getRequestListener(app.fetch);
  return listening((request, response) => void listener(request, response));
};

const startFastify: Start = async (more) => {
  const app = fastify();
  fastifyMinimizer(
    app,
    optionsOf((request) => request.headers["x-user"] as string | undefined, more),
  );
  app.get("/patients", (_, reply) => reply.header("x-total-count", "2").send(PATIENTS));
  app.get<{ Params: { id: string } }>("/patients/:id", ({ params }, reply) => {
    const found = one(params.id);
    return found ?? reply.code(404).send({ error: "no patient p9 in cabinet 7" });
  });
  app.get("/text", (_, reply) => reply.type("text/plain").send("Ann 999-12-3456"));
  app.get("/written", (_, reply) =>
    reply.type("application/json").send(Buffer.from(JSON.stringify(PATIENTS[0]))),
  );
  closers.push(() => void app.close());
  return app.listen({ host: "127.0.0.1", port: 0 });
};

async function get(base: string, path: string, init: RequestInit = {}) {
  const response = await fetch(base + path, { ...init, headers: { "x-user": "bea", ...init.headers } });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

describe.each([
  ["Express", startExpress],
  ["Hono", startHono],
  ["Fastify", startFastify],
])("the middleware for %s", (_, start) => {
  it("F174 rebuilds a record from what may leave, in the form it may", async () => {
    const { status, text } = await get(await start(), "/patients/p1");
    expect([status, JSON.parse(text)]).toEqual([200, SHOWN]);
  });

  it("F174 leaves hidden records out of a list, and no trace of how many there are", async () => {
    const { headers, text } = await get(await start(), "/patients");
    expect(JSON.parse(text)).toEqual([SHOWN]);
    expect([...headers.keys()]).not.toContain("x-total-count");
  });

  it("F174 answers a hidden and an absent record alike", async () => {
    const base = await start();
    const [hidden, absent] = [await get(base, "/patients/p2"), await get(base, "/patients/p9")];
    const plain = ({ status, headers, text }: Awaited<ReturnType<typeof get>>) => [
      status,
      text,
      headers.get("content-type"),
      headers.get("content-length"),
      headers.get("etag"),
    ];
    expect(plain(hidden)).toEqual(plain(absent));
    expect(hidden.text).toBe('{"error":"not found"}');
  });

  it("F174 gives nothing when nothing can be decided", async () => {
    const { status, text } = await get(await start({ decider: broken }), "/patients/p1");
    expect([status, text]).toEqual([503, '{"error":"nothing can be decided now"}']);
  });

  it("F174 gives nothing to whom nobody signed in", async () => {
    const { status, text } = await get(await start({ subject: () => null }), "/patients");
    expect([status, text]).not.toContain("Ann");
    expect(status).toBe(401);
  });

  it("F174 gives nothing that it cannot trim", async () => {
    const { status, text } = await get(await start(), "/text");
    expect([status, text]).toEqual([500, '{"error":"the answer cannot be trimmed"}']);
  });

  it("F174 trims what is written past the framework's own serializer", async () => {
    const { text } = await get(await start(), "/written");
    expect(JSON.parse(text)).toEqual(SHOWN);
  });

  it("F174 tells nothing of the whole body by HEAD, or by a condition on its tag", async () => {
    const base = await start();
    const head = await get(base, "/patients/p2", { method: "HEAD" });
    const tagged = await get(base, "/patients/p1");
    const again = await get(base, "/patients/p1", { headers: { "if-none-match": "*" } });
    expect([head.status, tagged.headers.get("etag")]).toEqual([404, null]);
    expect(again.status === 304).toBe(false);
  });
});
