import { describe, expect, it } from "vitest";
import { AppError } from "../../../kernel/errors.ts";
import type { JsonObject } from "../../../kernel/json.ts";
import { createFhirAnswerer } from "../gateway.ts";
import { idsIn, questionAs } from "../testing/ask.ts";
import { condition, laboratory, patient, record } from "../testing/charts.ts";
import { bytesOf } from "../testing/comparison.ts";
import { memoryUpstream } from "../testing/memory-upstream.ts";
import type { MemoryUpstream } from "../testing/memory-upstream.ts";
import { depsOf, practice } from "../testing/practice.ts";

/** SNOMED CT, which the policy of the practice labels as behavioral health: depressive disorder. */
const DEPRESSION = "35489007";
const DIABETES = "44054006";

const encounter = (id: string, more: object): JsonObject =>
  record({
    resourceType: "Encounter",
    id,
    status: "finished",
    class: { code: "AMB" },
    subject: { reference: "Patient/p2" },
    period: { start: "2026-04-01" },
    ...more,
  });

const because = (id: string): object => ({ diagnosis: [{ condition: { reference: `Condition/${id}` } }] });

const RECORDS = [
  patient("p2"),
  condition("c1", "p2", DEPRESSION),
  condition("c2", "p2", DIABETES),
  encounter("e1", because("c1")),
  encounter("e2", because("c2")),
  encounter("e3", because("gone")),
];

function over(records: readonly JsonObject[], search?: MemoryUpstream["search"]) {
  const state = practice();
  const upstream = memoryUpstream(records, state.policy.catalogue);
  const ask = createFhirAnswerer(depsOf(state, search === undefined ? upstream : { ...upstream, search }));
  return { ask, upstream };
}

describe("labels through references, at the gateway", () => {
  it("GW-73 F166 a visit for a diagnosis that one may not see is not there", async () => {
    const { ask } = over(RECORDS);
    expect(idsIn(await ask(questionAs("bea", "/Encounter")))).toEqual(["e2", "e3"]);
    expect((await ask(questionAs("bea", "/Encounter/e2"))).status).toBe(200);
  });

  it("GW-73 F166 a read of it answers as one of an id that does not exist", async () => {
    const { ask } = over(RECORDS);
    const replies = await Promise.all(["e1", "e9"].map((id) => ask(questionAs("bea", `/Encounter/${id}`))));
    expect(replies.map(({ status }) => status)).toEqual([404, 404]);
    expect(new Set(replies.map(({ body }) => String(body))).size).toBe(1);
  });

  it("GW-73 F166 who sees the segment sees the visit", async () => {
    const { ask } = over(RECORDS);
    expect(idsIn(await ask(questionAs("nina", "/Encounter")))).toEqual(["e1", "e2", "e3"]);
  });

  it("GW-73 F166 the order in which the upstream sends records is no difference", async () => {
    const { ask } = over(RECORDS.toReversed());
    expect(idsIn(await ask(questionAs("bea", "/Encounter")))).toEqual(["e2", "e3"]);
  });

  it("GW-73 F166 what is measured during the visit is not hidden with it", async () => {
    const taken = laboratory("o1", "p2", 7, { encounter: { reference: "Encounter/e1" } });
    const { ask } = over([...RECORDS, taken]);
    expect(idsIn(await ask(questionAs("nina", "/Observation")))).toEqual(["o1"]);
  });

  it("GW-73 F166 asks for what a chunk of records refers to together, and for no hidden record's references", async () => {
    const hidden = { ...encounter("e4", because("c9")), subject: { reference: "Patient/p6" } };
    const { ask, upstream } = over([...RECORDS, hidden]);
    await ask(questionAs("bea", "/Encounter"));
    expect(upstream.asked.filter((asked) => asked.startsWith("Condition"))).toEqual([
      "Condition?_id=c1,c2,gone",
    ]);
  });

  it("GW-74 F166 nothing comes out when the upstream does not say what a record refers to", async () => {
    const { upstream } = over(RECORDS);
    const { ask } = over(RECORDS, (type, parameters) => {
      if (type === "Condition") throw new AppError("upstream_unreachable", "the upstream does not answer");
      return upstream.search(type, parameters);
    });
    const reply = await ask(questionAs("bea", "/Encounter"));
    expect(reply.status).toBe(502);
    expect(bytesOf(reply)).not.toContain("2026-04-01");
  });
});
