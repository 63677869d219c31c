import { describe, expect, test } from "vitest";
import { nameOf, objectsIn, referencesIn, sharedHospital, text } from "./testing/shared-hospital.ts";

describe("references", () => {
  test("F158 every reference leads to a record that is there", () => {
    const { resources } = sharedHospital();
    const names = new Set(resources.map(nameOf));
    const dangling = resources.flatMap((resource) =>
      referencesIn(resource).filter((link) => !link.startsWith("#") && !names.has(link)),
    );
    expect([...new Set(dangling)]).toEqual([]);
  });

  test("F158 every reference to a contained resource finds it", () => {
    const dangling = sharedHospital().resources.filter((resource) => {
      const contained = new Set([...objectsIn(resource["contained"])].map(({ id }) => `#${text(id)}`));
      return referencesIn(resource).some((link) => link.startsWith("#") && !contained.has(link));
    });
    expect(dangling.map(nameOf)).toEqual([]);
  });

  test("F158 the condition a visit was for belongs to the patient of the visit", () => {
    const { resources } = sharedHospital();
    const patients = new Map(
      resources.map((resource) => [nameOf(resource), JSON.stringify(resource["subject"])]),
    );
    const mixed = resources
      .filter((resource) => resource["resourceType"] === "Encounter")
      .filter((encounter) =>
        referencesIn(encounter).some(
          (link) =>
            link.startsWith("Condition/") && patients.get(link) !== JSON.stringify(encounter["subject"]),
        ),
      );
    expect(mixed).toEqual([]);
  });
});
