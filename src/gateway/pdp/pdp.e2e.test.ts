import { beforeAll, describe, expect, inject, it } from "vitest";
import { ask, type Reply } from "../../../test/e2e/asking.ts";

const CLIENT = `pdp-e2e-${process.pid}`;
const READ = { name: "read" };
let pointToken = "";
let patient = "";

/** A registered application with a secret, as its operator sets it up: register, then ask for a token. */
beforeAll(async () => {
  const registered = await ask("sam.security", "compliance", "/api/v1/clients", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      id: CLIENT,
      title: "An app that trims its own answers",
      kind: "enforcement-point",
      owner: "sam.security",
      actsAs: "ada.agent",
      endsAt: new Date(Date.now() + 86_400_000).toISOString(),
      authentication: { method: "client_secret" },
    }),
  });
  const { secret } = registered.json as { secret: string };
  const token = await fetch(`${inject("serverUrl")}/oauth/token`, {
    method: "POST",
    body: new URLSearchParams({
      grant_type: "client_credentials",
      client_id: CLIENT,
      client_secret: secret,
    }),
  });
  pointToken = ((await token.json()) as { access_token: string }).access_token;
  const found = await ask("bea.biller", "billing", "/fhir/Patient?_count=1");
  patient = (found.json as { entry: { resource: { id: string } }[] }).entry[0]?.resource.id ?? "";
});

async function evaluate(body: object, token = pointToken): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${inject("serverUrl")}/access/v1/evaluation`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}`, "x-request-id": "e2e" },
    body: JSON.stringify(body),
  });
  expect(response.headers.get("x-request-id")).toBe("e2e");
  return { status: response.status, body: await response.json() };
}

describe("the decision API of a running server", () => {
  it("F164 PDP-07 publishes its metadata at the root of the server", async () => {
    const response = await fetch(`${inject("serverUrl")}/.well-known/authzen-configuration`);
    expect(await response.json()).toMatchObject({
      policy_decision_point: inject("serverUrl"),
      access_evaluation_endpoint: `${inject("serverUrl")}/access/v1/evaluation`,
    });
  });

  it("F164 PDP-02 asks for a sign-in", async () => {
    expect((await evaluate({}, "none")).status).toBe(401);
  });

  it("F164 PDP-12 PDP-21 tells a registered application what of a record may leave", async () => {
    const { status, body } = await evaluate({
      subject: { type: "user", id: "bea.biller" },
      action: READ,
      resource: { type: "Patient", id: patient },
      context: { purpose: "billing" },
    });
    const { decision, context } = body as {
      decision: boolean;
      context: { evaluation_id: string; obligations: { elements: { id: string }[] }[] };
    };
    const ids = context.obligations[0]?.elements.map(({ id }) => id);
    expect([status, decision]).toEqual([200, true]);
    expect(ids).toContain("patient.name");
    expect(ids).not.toContain("patient.ssn");
    const entry: Reply = await ask(
      "bea.biller",
      "billing",
      `/api/v1/decisions/${context.evaluation_id}/explanation`,
    );
    expect(entry.json).toMatchObject({ entry: { interaction: "pdp.evaluation", person: "bea.biller" } });
  });

  it("F164 PDP-31 finds for an auditor who may see a record", async () => {
    const found = await ask("audra.auditor", "audit", "/access/v1/search/subject", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        subject: { type: "user" },
        action: READ,
        resource: { type: "Patient", id: "patient-pat" },
        context: { purpose: "patient-request" },
      }),
    });
    expect(found.json).toMatchObject({ results: [{ type: "user", id: "pat.patient" }] });
  });
});
