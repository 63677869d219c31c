import { describe, expect, it } from "vitest";
import { buildCatalogue } from "./build.ts";
import { nodesFor } from "./owners.ts";
import { element, smallCatalogue } from "./testing/shipped.ts";
import type { ElementNode } from "./types.ts";

/** Element that owns a path in a tree, without variants; undefined where there is no node. */
function ownerAt(tree: ElementNode | undefined, path: string): number | undefined {
  let node = tree;
  for (const name of path.split(".")) node = node?.children?.get(name);
  return node?.element;
}

function faultsOf(...fhir: string[]): readonly string[] {
  const built = buildCatalogue(fhir.map((path, index) => element(`a.p${index}`, index, [path])));
  return built.ok ? [] : built.error.map((fault) => fault.code);
}

describe("paths in a tree", () => {
  it.each([
    ["Patient.nom", "path_unknown"],
    ["Patient.name.family.first", "path_unknown"],
    ["Observation.value", "path_unknown"],
    ["Nothing.name", "type_unknown"],
    ["DomainResource.text", "type_unknown"],
    ["Patient name", "path_invalid"],
    ["Patient.extension", "extension_undiscriminated"],
    ["Patient.name.extension", "extension_undiscriminated"],
  ])("P1 `%s` is a fault: %s", (path, code) => {
    expect(faultsOf(path)).toEqual([code]);
  });

  it("P3 gives each datatype of a choice a node, or one alone", () => {
    const tree = smallCatalogue({ "a.value": "Observation.value[x]", "a.onset": "Condition.onsetAge" });
    expect(ownerAt(tree.tree("Observation"), "valueQuantity.unit")).toBe(0);
    expect(ownerAt(tree.tree("Observation"), "valueString")).toBe(0);
    expect(ownerAt(tree.tree("Condition"), "onsetAge.value")).toBe(1);
    expect(ownerAt(tree.tree("Condition"), "onsetString")).toBeUndefined();
  });

  it("P5 puts `[*]` under every test and under none", () => {
    const tree = smallCatalogue({
      "document.header": "DocumentReference[*].date",
      "document.body": "DocumentReference.content",
      "note.operative": "DocumentReference[type.coding.code=11504-8].content",
    }).tree("DocumentReference");
    const variant = tree?.variants[0]?.node;
    expect([ownerAt(tree, "date"), ownerAt(variant, "date")]).toEqual([0, 0]);
    expect([ownerAt(tree, "content.attachment"), ownerAt(variant, "content.attachment")]).toEqual([1, 2]);
  });

  it("P5 yields to a path with a test of its own", () => {
    const tree = smallCatalogue({
      "document.title": "DocumentReference[*].description",
      "note.psychotherapy": "DocumentReference[type.coding.code=1].description",
    }).tree("DocumentReference");
    expect(ownerAt(tree?.variants[0]?.node, "description")).toBe(1);
  });

  it("P6 owns the url of an extension it names a part of, and no other nested extension", () => {
    const tree = smallCatalogue({ "a.race": "Patient.extension[url=race].extension[url=text]" }).tree(
      "Patient",
    );
    const race = tree?.children?.get("extension")?.variants[0]?.node;
    expect(race?.children?.get("url")?.element).toBe(0);
    expect(race?.children?.get("extension")?.element).toBe(-1);
    expect(race?.children?.get("extension")?.children?.size).toBe(0);
    expect(ownerAt(race?.children?.get("extension")?.variants[0]?.node, "valueString")).toBe(0);
  });

  it("P7 puts the extension of a primitive under the underscored member", () => {
    const tree = smallCatalogue({
      "a.time": "Patient.birthDate.extension[url=t]",
      "a.given": "Patient.name.given.extension[url=q]",
    }).tree("Patient");
    expect(tree?.children?.get("_birthDate")?.datatype).toBe("Element");
    expect(tree?.children?.get("_birthDate")?.children?.get("extension")?.variants[0]?.node.element).toBe(0);
    expect(tree?.children?.get("name")?.children?.get("_given")?.array).toBe(true);
  });

  it("P8 is a fault of the second of two owners", () => {
    expect(faultsOf("Patient.name", "Patient.name")).toEqual(["path_conflict"]);
    expect(faultsOf("Patient.identifier[system=a]", "Patient.identifier[system=a]")).toEqual([
      "path_conflict",
    ]);
    expect(
      faultsOf("Patient.identifier[system=a]", "Patient.identifier[system=b]", "Patient.identifier"),
    ).toEqual([]);
  });

  it.each(["Patient.id", "Observation.subject", "Claim.patient", "Coverage.beneficiary", "Task.for"])(
    "P9 `%s` is a fault",
    (path) => {
      expect(faultsOf(path)).toEqual(["path_structural"]);
    },
  );
});

describe("trees", () => {
  it("T1 has no node for what no path names", () => {
    const tree = smallCatalogue({ "a.name": "Patient.name" }).tree("Patient");
    expect(tree?.children?.has("address")).toBe(false);
    expect(tree?.children?.get("name")?.children?.has("bogus")).toBe(false);
  });

  it("T2 expands a path down to primitives", () => {
    const name = smallCatalogue({ "a.name": "Patient.name" }).tree("Patient")?.children?.get("name");
    expect(name).toMatchObject({ element: 0, datatype: "HumanName", array: true, structural: false });
    expect(name?.children?.get("period")?.children?.get("start")).toMatchObject({
      element: 0,
      datatype: "dateTime",
      children: undefined,
    });
  });

  it("T2 follows recursive definitions without end", () => {
    const item = smallCatalogue({ "a.form": "Questionnaire.item" })
      .tree("Questionnaire")
      ?.children?.get("item");
    expect(ownerAt(item, "item.item.item.item.text")).toBe(0);
  });

  it.each([
    ["Observation", "meta"],
    ["Observation", "implicitRules"],
    ["Observation", "language"],
    ["Observation", "text"],
    ["Observation", "contained"],
    ["Observation", "extension"],
    ["Observation", "modifierExtension"],
    ["Observation", "component.id"],
    ["Observation", "component.modifierExtension"],
    ["Observation", "code.coding.extension"],
    ["Observation", "performer.display"],
    ["Observation", "performer.identifier"],
    ["Observation", "_status"],
  ])("T3 leaves `%s.%s` out of a whole type", (type, path) => {
    expect(ownerAt(smallCatalogue({ "a.whole": type }).tree(type), path)).toBeUndefined();
  });

  it("T3 gives what is left out to the element that names it", () => {
    const tree = smallCatalogue({
      "a.whole": "Observation",
      "a.tag": "Observation.meta.tag",
      "a.who": "Observation.performer.display",
    }).tree("Observation");
    expect(ownerAt(tree, "meta.tag.code")).toBe(1);
    expect(ownerAt(tree, "meta.lastUpdated")).toBeUndefined();
    expect(ownerAt(tree, "performer.display")).toBe(2);
    expect(ownerAt(tree, "performer.reference")).toBe(0);
  });

  it("T3 leaves a resource inside a member out", () => {
    const tree = smallCatalogue({ "a.entry": "Bundle.entry" }).tree("Bundle");
    expect(ownerAt(tree, "entry.fullUrl")).toBe(0);
    expect(ownerAt(tree, "entry.resource")).toBeUndefined();
  });

  it("T3 keeps the narrative of a section, which is the note itself", () => {
    expect(
      ownerAt(
        smallCatalogue({ "a.body": "Composition.section" }).tree("Composition"),
        "section.section.text.div",
      ),
    ).toBe(0);
  });

  it("T4 lets the longest path win, whatever the order", () => {
    for (const paths of [
      { "a.net": "Claim.item.net", "a.lines": "Claim.item" },
      { "a.lines": "Claim.item", "a.net": "Claim.item.net" },
    ]) {
      const catalogue = smallCatalogue(paths);
      expect(ownerAt(catalogue.tree("Claim"), "item.net.value")).toBe(catalogue.byId("a.net")?.index);
      expect(ownerAt(catalogue.tree("Claim"), "item.quantity.value")).toBe(catalogue.byId("a.lines")?.index);
    }
  });

  it("T4 leaves a member on the way to a path without an owner", () => {
    expect(ownerAt(smallCatalogue({ "a.net": "Claim.item.net" }).tree("Claim"), "item")).toBe(-1);
  });

  it("T5 gives every variant the id, the type and where the patient link points", () => {
    const tree = smallCatalogue({ "a.lab": "Observation[category.coding.code=laboratory]" }).tree(
      "Observation",
    );
    for (const node of [tree, tree?.variants[0]?.node]) {
      expect(node?.children?.get("id")?.structural).toBe(true);
      expect(node?.children?.get("resourceType")?.structural).toBe(true);
      expect([...(node?.children?.get("subject")?.children?.keys() ?? [])].toSorted()).toEqual([
        "reference",
        "type",
      ]);
    }
  });

  it("T5 gives a display of the patient link to the element that names it", () => {
    const subject = smallCatalogue({ "a.display": "Observation.subject.display" })
      .tree("Observation")
      ?.children?.get("subject");
    expect(subject?.structural).toBe(true);
    expect(subject?.children?.get("display")).toMatchObject({ element: 0, structural: false });
  });

  it("T5 has no structural link where several may stand", () => {
    const tree = smallCatalogue({ "a.target": "Provenance.target", "a.who": "Appointment.participant" });
    expect(tree.tree("Provenance")?.children?.get("target")?.structural).toBe(false);
    expect(tree.tree("Appointment")?.children?.get("participant")?.structural).toBe(false);
  });

  it("T6 gives an item to every variant that matches, else to the path without a test", () => {
    const identifier = smallCatalogue({
      "a.other": "Patient.identifier",
      "a.ssn": "Patient.identifier[system=ssn]",
      "a.old": "Patient.identifier[use=old]",
    })
      .tree("Patient")
      ?.children?.get("identifier");
    if (identifier === undefined) throw new Error("no identifier node");
    const owners = (item: Record<string, string>): number[] =>
      nodesFor(identifier, item).map((node) => node.element);
    expect(owners({ system: "ssn" })).toEqual([1]);
    expect(owners({ system: "ssn", use: "old" })).toEqual([1, 2]);
    expect(owners({ system: "mrn" })).toEqual([0]);
  });

  it("T6 owns nothing of an item outside the variant's own paths", () => {
    const node = smallCatalogue({
      "a.all": "Patient.identifier",
      "a.ssn": "Patient.identifier[system=ssn].value",
    })
      .tree("Patient")
      ?.children?.get("identifier");
    expect([...(node?.variants[0]?.node.children?.keys() ?? [])]).toEqual(["value"]);
  });

  it("T7 lists the elements of a type, variants included", () => {
    const catalogue = smallCatalogue({
      "a.other": "Observation",
      "a.claim": "Claim.total",
      "a.lab": "Observation[category.coding.code=laboratory]",
    });
    expect(catalogue.elementsOfType("Observation")).toEqual([0, 2]);
    expect(catalogue.elementsOfType("Encounter")).toEqual([]);
    expect(catalogue.tree("Encounter")).toBeUndefined();
  });
});
