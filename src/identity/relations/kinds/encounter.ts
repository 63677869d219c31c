import type { JsonObject } from "../../../kernel/json.ts";
import {
  around,
  type CollectScene,
  type FactDraft,
  type FactGround,
  factsFor,
  resourceKind,
} from "../collector.ts";
import {
  BEGINNING,
  endOf,
  FOREVER,
  nameOf,
  NEVER,
  objectsOf,
  patientsOf,
  referencesOf,
  startOf,
  textOf,
} from "../fhir-fields.ts";

const OPEN: ReadonlySet<string> = new Set(["arrived", "triaged", "in-progress", "onleave"]);

/** Who takes part in an encounter that is open, or ended not long ago. */
export const encounterParticipant = resourceKind(["Encounter"], ["before", "after"], (encounter, scene) => {
  const status = textOf(encounter["status"]) ?? "";
  if (!OPEN.has(status) && status !== "finished") return [];
  const people = objectsOf(encounter["participant"]).flatMap((part) => referencesOf(part["individual"]));
  const holders = people.flatMap((person) => scene.directory.holdersOf(person));
  return factsFor(holders, groundOf(encounter, scene));
});

/** The departments an encounter is at. */
export const encounterLocation = resourceKind(["Encounter"], ["before", "after"], (encounter, scene) => {
  const status = textOf(encounter["status"]) ?? "";
  if (!OPEN.has(status) && status !== "finished" && status !== "planned") return [];
  return factsFor(departmentsOf(encounter, scene), groundOf(encounter, scene));
});

/** A finished encounter can be billed. */
export const encounterFinished = resourceKind(["Encounter"], ["before", "holder"], (encounter, scene) => {
  if (textOf(encounter["status"]) !== "finished") return [];
  return scene.options.holder === "workforce"
    ? factsFor(["workforce"], groundOf(encounter, scene))
    : departmentFacts(encounter, scene);
});

function departmentFacts(encounter: JsonObject, scene: CollectScene): readonly FactDraft[] {
  return factsFor(departmentsOf(encounter, scene), groundOf(encounter, scene));
}

function departmentsOf(encounter: JsonObject, scene: CollectScene) {
  const places = objectsOf(encounter["location"]).flatMap((place) => referencesOf(place["location"]));
  return [...places, ...referencesOf(encounter["serviceProvider"])].flatMap((place) =>
    scene.directory.holdersOf(place),
  );
}

function groundOf(encounter: JsonObject, { options }: CollectScene): FactGround {
  const source = nameOf(encounter);
  const [period = {}] = objectsOf(encounter["period"]);
  const start = startOf(period["start"]);
  const open = OPEN.has(textOf(encounter["status"]) ?? "");
  const end = endOf(period["end"]) ?? (open ? FOREVER : start);
  const event = end === undefined ? NEVER : { from: start ?? BEGINNING, until: end };
  return {
    ...around(event, options),
    patients: patientsOf(encounter["subject"]),
    refs: source === undefined ? [] : [source],
    source,
  };
}
