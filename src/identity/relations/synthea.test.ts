import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { fixedClock } from "../../kernel/clock.ts";
import { type JsonObject, parseJsonObject } from "../../kernel/json.ts";
import { memoryPeopleStore } from "../testing/memory-people-store.ts";
import { personNamed } from "../testing/people-store.contract.ts";
import { DAY, practice, relation } from "../testing/relations.ts";
import { referencesOf, objectsOf, spanOf, textOf } from "./fhir-fields.ts";
import { syncRelations } from "./sync.ts";

const FOLDER = resolve(import.meta.dirname, "../../../../shared/data/synthea");

/** The bundles as a server holds them: a transaction's `urn:uuid:` references point to the stored records. */
function storedResources(): readonly JsonObject[] {
  const bundles = readdirSync(FOLDER)
    .filter((file) => file.endsWith(".json.gz"))
    .map((file) => gunzipSync(readFileSync(join(FOLDER, file))).toString("utf8"));
  const names = new Map(
    bundles.flatMap((text) =>
      objectsOf(parseJsonObject(text)["entry"]).flatMap((entry) =>
        objectsOf(entry["resource"]).map(
          (one) =>
            [textOf(entry["fullUrl"]) ?? "", `${textOf(one["resourceType"])}/${textOf(one["id"])}`] as const,
        ),
      ),
    ),
  );
  const stored = bundles.map((text) =>
    text.replaceAll(/"reference":\s*"(urn:uuid:[^"]+)"/g, (whole, urn: string) =>
      names.has(urn) ? `"reference":"${names.get(urn)}"` : whole,
    ),
  );
  return stored.flatMap((text) =>
    objectsOf(parseJsonObject(text)["entry"]).flatMap((entry) => objectsOf(entry["resource"])),
  );
}

describe.skipIf(!existsSync(FOLDER))("Synthea's records (skipped where ../shared/data is absent)", () => {
  it("F009 give each practitioner the patients they saw within 90 days, and no others", async () => {
    const resources = storedResources();
    const encounters = resources.filter((one) => one["resourceType"] === "Encounter");
    const [busiest = ""] = encounters.flatMap((encounter) => practitionersOf(encounter)).toSorted();
    const ends = encounters
      .filter((one) => practitionersOf(one).includes(busiest))
      .map((one) => spanOf(one["period"]).until);
    const now = Math.max(...ends) + 10 * DAY;
    const parts = practice();
    parts.upstream.resources = resources;
    const people = memoryPeopleStore([personNamed("a", { fhirUser: `Practitioner/${busiest}` })]);
    const definition = relation("encounter-participant", { before: "90d" });
    await syncRelations({ ...parts, people, definitions: [definition], clock: fixedClock(now) });
    const facts = await parts.store.ofHolders([`Practitioner/${busiest}`]);
    const expected = encounters
      .filter((one) => practitionersOf(one).includes(busiest))
      .filter((one) => spanOf(one["period"]).until + 90 * DAY > now)
      .flatMap((one) => referencesOf(one["subject"]).map(({ id }) => id));
    expect(expected.length).toBeGreaterThan(0);
    expect(new Set(facts.map((fact) => fact.patientId))).toEqual(new Set(expected));
  });

  it("F009 give billing the patients whose claims are not paid in full", async () => {
    const parts = practice();
    parts.upstream.resources = storedResources();
    const now = Date.parse("2019-06-01T00:00:00Z");
    await syncRelations({
      ...parts,
      definitions: [relation("claim-open", { before: "30y" })],
      clock: fixedClock(now),
    });
    const facts = await parts.store.ofHolders(["workforce"]);
    const claimants = parts.upstream.resources.filter((one) => one["resourceType"] === "Claim");
    const patients = new Set(
      claimants.flatMap((claim) => referencesOf(claim["patient"]).map(({ id }) => id)),
    );
    expect(new Set(facts.map((fact) => fact.patientId))).toEqual(patients);
  });
});

function practitionersOf(encounter: JsonObject): readonly string[] {
  return objectsOf(encounter["participant"])
    .flatMap((participant) => referencesOf(participant["individual"]))
    .map(({ id }) => id);
}
