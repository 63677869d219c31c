import { beforeEach, describe, expect, it } from "vitest";
import type { JsonObject } from "../../../kernel/json.ts";
import { createFhirAnswerer } from "../gateway.ts";
import { idsIn, jsonOf, linkIn, questionAs, reasonIn, totalIn } from "../testing/ask.ts";
import type { Answerer } from "../testing/ask.ts";
import { laboratory, practiceRecords, record } from "../testing/charts.ts";
import { memoryUpstream } from "../testing/memory-upstream.ts";
import type { MemoryUpstream } from "../testing/memory-upstream.ts";
import { depsOf, practice } from "../testing/practice.ts";
import type { Practice } from "../testing/practice.ts";

const subject = { reference: "Patient/p1" };
const VISIT: readonly JsonObject[] = [
  record({ resourceType: "Encounter", id: "e1", status: "finished", class: { code: "AMB" }, subject }),
  laboratory("o-e1", "p1", 7, { encounter: { reference: "Encounter/e1" } }),
];

describe("compartment search", () => {
  let state: Practice;
  let upstream: MemoryUpstream;
  let ask: Answerer;

  beforeEach(() => {
    state = practice();
    upstream = memoryUpstream([...practiceRecords(), ...VISIT], state.policy.catalogue);
    ask = createFhirAnswerer(depsOf(state, upstream));
  });

  const idsFor = async (person: string, target: string): Promise<readonly string[]> => {
    const reply = await ask(questionAs(person, target));
    expect([reply.status, reasonIn(reply)]).toEqual([200, undefined]);
    return idsIn(reply);
  };

  it.each([
    ["a patient", "nina", "/Patient/p2/Observation", ["lab-p2-a", "lab-p2-b"]],
    ["a patient, with parameters", "nina", "/Patient/p2/Observation?value-quantity=gt100", ["lab-p2-b"]],
    ["a patient, of that type itself", "nina", "/Patient/p2/Patient", ["p2"]],
    ["a visit", "nina", "/Encounter/e1/Observation", ["o-e1"]],
    ["a patient by another name of the link", "bea", "/Patient/p2/Claim?use=claim", ["claim-p2"]],
  ])("GW-130 F159 searches the compartment of %s", async (_, person, target, ids) => {
    expect(await idsFor(person, target)).toEqual(ids);
  });

  it("GW-130 F159 asks upstream for that patient alone", async () => {
    await idsFor("nina", "/Patient/p2/Observation");
    expect(upstream.asked).toEqual(["Observation?patient=p2"]);
  });

  it.each(["p6", "nobody"])("GW-131 F159 the compartment of %s is as empty as any other", async (id) => {
    const reply = await ask(questionAs("nina", `/Patient/${id}/Observation`));
    expect([reply.status, totalIn(reply), jsonOf(reply)["entry"]]).toEqual([200, 0, undefined]);
  });

  it("GW-131 F159 pages stay in the compartment", async () => {
    const first = await ask(questionAs("nina", "/Patient/p2/Observation?_count=1"));
    const next = linkIn(first, "next") ?? "";
    expect(next).toMatch(/^\/Patient\/p2\/Observation\?_page=/);
    expect(idsIn(await ask(questionAs("nina", next)))).toEqual(["lab-p2-b"]);
    const moved = await ask(questionAs("nina", next.replace("p2", "p1")));
    expect(reasonIn(moved)).toBe("page_token_invalid");
  });

  it("GW-131 F159 records whose compartment was asked", async () => {
    await ask(questionAs("nina", "/Patient/p2/Observation?_count=1"));
    expect(state.entries[0]?.asked).toMatchObject({
      interaction: "fhir.compartment-search",
      resourceType: "Observation",
      query: "Patient/p2/Observation?_count=1",
    });
  });

  it.each([
    ["of another kind", "/Practitioner/d1/Observation", "interaction_not_supported"],
    ["of an id that is none", "/Patient/a%20b/Observation", "bad_request"],
    ["that has no such type", "/Encounter/e1/Practitioner", "bad_request"],
    ["by a reference that is not given", "/Encounter/e1/DocumentReference", "parameter_not_permitted"],
    ["of a type of which nothing is given", "/Patient/p1/Claim", "type_not_permitted"],
  ])("GW-132 F159 refuses a compartment %s, before the upstream is asked", async (_, target, reason) => {
    const reply = await ask(questionAs("nina", target));
    expect([reply.status >= 400, reasonIn(reply), upstream.asked]).toEqual([true, reason, []]);
  });
});
