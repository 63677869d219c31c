import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../../kernel/json.ts";
import { record } from "../testing/charts.ts";
import { summaryText } from "./source.ts";
import { subsetOf } from "./subset.ts";
import type { Subset } from "./subset.ts";
import { Written } from "../record/written.ts";

const OBSERVATION = record({
  resourceType: "Observation",
  id: "o1",
  text: { status: "generated" },
  status: "final",
  _status: { id: "s" },
  code: { text: "Glucose" },
  subject: { reference: "Patient/p1" },
  valueQuantity: { value: 5 },
  note: [{ text: "fasting" }],
  component: [{ code: { text: "a" }, valueString: "b", interpretation: [{ text: "high" }] }],
});

function membersOf(subset: Subset, resource: JsonObject = OBSERVATION): readonly string[] {
  return Object.keys(partOf(resource, subset, ["subject"])).toSorted();
}

function partOf(resource: JsonObject, subset: Subset, keep: readonly string[] = []): JsonObject {
  return subsetOf(Written.ofObject(resource), "Observation", subset, new Set(keep)).object;
}

describe("_elements and _summary", () => {
  it("GW-26 the summary elements are those of the published definitions (vitest -u writes them anew)", async () => {
    await expect(summaryText()).toMatchFileSnapshot("./generated/summary.json");
  });

  it("GW-26 _elements keeps what is named, with what says which record it is and whose", () => {
    expect(membersOf({ kind: "elements", names: new Set(["status"]) })).toEqual([
      "_status",
      "id",
      "meta",
      "resourceType",
      "status",
      "subject",
    ]);
  });

  it.each(["value", "value[x]", "valueQuantity"])("GW-26 _elements=%s keeps the choice", (name) => {
    expect(membersOf({ kind: "elements", names: new Set([name]) })).toContain("valueQuantity");
  });

  it("GW-26 _summary=true keeps summary elements, member by member of a backbone", () => {
    const summary = partOf(OBSERVATION, { kind: "summary" });
    expect(Object.keys(summary)).not.toContain("note");
    expect(JSON.parse(JSON.stringify(summary["component"]))).toEqual([
      { code: { text: "a" }, valueString: "b" },
    ]);
  });

  it("GW-26 _summary=text keeps the narrative and what is mandatory", () => {
    expect(membersOf({ kind: "text" })).toEqual([
      "_status",
      "code",
      "id",
      "meta",
      "resourceType",
      "status",
      "subject",
      "text",
    ]);
  });

  it("GW-26 _summary=data leaves the narrative out", () => {
    expect(membersOf({ kind: "data" })).not.toContain("text");
  });

  it("GW-26 says SUBSETTED beside the labels that are there", () => {
    const labeled = record({
      resourceType: "Observation",
      id: "o1",
      meta: { security: [{ code: "REDACTED" }] },
    });
    const { meta } = partOf(labeled, { kind: "summary" });
    expect(JSON.parse(JSON.stringify(meta))).toEqual({
      security: [{ code: "REDACTED" }],
      tag: [{ system: "http://terminology.hl7.org/CodeSystem/v3-ObservationValue", code: "SUBSETTED" }],
    });
  });
});
