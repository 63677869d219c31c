import { createServer } from "node:http";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Client } from "fhir-kit-client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createFhirGateway } from "./gateway.ts";
import { practiceRecords } from "./testing/charts.ts";
import { memoryUpstream } from "./testing/memory-upstream.ts";
import { depsOf, practice } from "./testing/practice.ts";

/** `match id` or `include id` of each entry. */
function modesIn(bundle: unknown): readonly string[] {
  const { entry = [] } = bundle as { entry?: { search: { mode: string }; resource: { id: string } }[] };
  return entry.map(({ search, resource }) => `${search.mode} ${resource.id}`);
}

describe("a stock FHIR client (F158)", () => {
  let server: Server;
  let client: Client;

  beforeAll(async () => {
    const state = practice();
    const upstream = memoryUpstream(practiceRecords(), state.policy.catalogue);
    server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/fhir`;
    const gateway = createFhirGateway(depsOf(state, upstream, { baseUrl }));
    server.on("request", (request, response) => void gateway(request, response));
    const customHeaders = { "x-purpose-of-use": "treatment" };
    client = new Client({ baseUrl, bearerToken: "nina", customHeaders });
  });

  afterAll(async () => {
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  });

  it("GW-09 F158 reads what its person may do", async () => {
    const statement = await client.capabilityStatement();
    const rest = (statement as { rest?: { resource?: { type: string }[] }[] }).rest?.[0];
    expect(rest?.resource?.map(({ type }) => type)).toEqual([
      "Binary",
      "Condition",
      "DocumentReference",
      "Encounter",
      "Observation",
      "Patient",
      "Practitioner",
      "Questionnaire",
      "RiskAssessment",
    ]);
  });

  it("GW-09 F161 says what each search parameter reads", async () => {
    const statement = await client.capabilityStatement();
    expect(JSON.stringify(statement)).toContain(
      '{"name":"birthdate","type":"date","documentation":"Reads patient.birth-date."}',
    );
  });

  it("GW-20 F158 reads a trimmed chart", async () => {
    const chart = await client.read({ resourceType: "Patient", id: "p1" });
    expect(Object.keys(chart).toSorted()).toEqual([
      "birthDate",
      "gender",
      "id",
      "identifier",
      "meta",
      "name",
      "resourceType",
    ]);
  });

  it("GW-45 F158 searches by POST and follows the pages", async () => {
    const searchParams = { _count: 2, _sort: "_id" };
    const first = await client.search({
      resourceType: "Observation",
      searchParams,
      options: { postSearch: true },
    });
    const second = await client.nextPage({ bundle: first as never });
    const idsOf = (bundle: unknown): readonly string[] =>
      ((bundle as { entry?: { resource: { id: string } }[] }).entry ?? []).map(({ resource }) => resource.id);
    expect([idsOf(first), idsOf(second)]).toEqual([
      ["lab-p1-a", "lab-p1-b"],
      ["lab-p2-a", "lab-p2-b"],
    ]);
  });

  it("GW-112 F158 follows pages with their includes, and tells them from matches", async () => {
    const searchParams = { "patient.gender": "female", _include: "Observation:subject", _count: 2 };
    const first = await client.search({ resourceType: "Observation", searchParams });
    const second = await client.nextPage({ bundle: first as never });
    const back = await client.prevPage({ bundle: second as never });
    expect([first, second, back].map(modesIn)).toEqual([
      ["match lab-p1-a", "match lab-p1-b", "include p1"],
      ["match lab-p2-a", "match lab-p2-b", "include p2"],
      ["match lab-p1-a", "match lab-p1-b", "include p1"],
    ]);
  });

  it("GW-130 F158 searches a compartment and the whole system", async () => {
    const compartment = { resourceType: "Patient", id: "p2" };
    const chart = await client.compartmentSearch({ resourceType: "Observation", compartment });
    const searchParams = { _type: "Patient,Condition", _id: "p1,cond-p1" };
    const system = await client.systemSearch({ searchParams });
    expect([chart, system].map(modesIn)).toEqual([
      ["match lab-p2-a", "match lab-p2-b"],
      ["match p1", "match cond-p1"],
    ]);
  });

  it("GW-135 F158 asks for a whole chart", async () => {
    const chart = await client.operation({ name: "everything", resourceType: "Patient", id: "p2" });
    expect(modesIn(chart)).toEqual([
      "match p2",
      "match bh-p2",
      "match cond-p2",
      "match note-p2",
      "match lab-p2-a",
      "match lab-p2-b",
    ]);
  });

  it("GW-07 F158 gets an OperationOutcome it can show", async () => {
    const refused = client.search({ resourceType: "Patient", searchParams: { address: "Main" } });
    await expect(refused).rejects.toMatchObject({
      response: { status: 403, data: { resourceType: "OperationOutcome" } },
    });
  });
});
