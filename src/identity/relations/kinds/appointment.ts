import type { JsonObject } from "../../../kernel/json.ts";
import { around, type CollectScene, type FactGround, factsFor, resourceKind } from "../collector.ts";
import {
  endOf,
  NEVER,
  nameOf,
  objectsOf,
  type RecordReference,
  referencesOf,
  startOf,
  textOf,
} from "../fhir-fields.ts";

const COUNTS: ReadonlySet<string> = new Set(["booked", "pending", "arrived", "checked-in", "fulfilled"]);

/** The departments that an appointment names as its locations. */
export const appointmentLocation = resourceKind(
  ["Appointment"],
  ["before", "after"],
  (appointment, scene) => {
    if (!COUNTS.has(textOf(appointment["status"]) ?? "")) return [];
    const places = actorsOf(appointment).filter(({ type }) => type === "Location");
    const holders = places.flatMap((place) => scene.directory.holdersOf(place));
    return factsFor(holders, groundOf(appointment, scene));
  },
);

/** The clinics an appointment is at: its places, or those where its practitioners work. */
export const appointmentClinic = resourceKind(["Appointment"], ["before", "after"], (appointment, scene) => {
  if (!COUNTS.has(textOf(appointment["status"]) ?? "")) return [];
  const actors = actorsOf(appointment);
  const places = actors
    .filter(({ type }) => type === "Location" || type === "HealthcareService")
    .flatMap((place) => scene.directory.holdersOf(place));
  const holders =
    places.length > 0 ? places : actors.flatMap((actor) => scene.directory.departmentsOf(actor));
  return factsFor(holders, groundOf(appointment, scene));
});

function actorsOf(appointment: JsonObject): readonly RecordReference[] {
  return objectsOf(appointment["participant"]).flatMap((part) => referencesOf(part["actor"]));
}

function groundOf(appointment: JsonObject, { options }: CollectScene): FactGround {
  const source = nameOf(appointment);
  const start = startOf(appointment["start"]);
  const event = start === undefined ? NEVER : { from: start, until: endOf(appointment["end"]) ?? start };
  return {
    ...around(event, options),
    patients: actorsOf(appointment).flatMap(({ type, id }) => (type === "Patient" ? [id] : [])),
    refs: source === undefined ? [] : [source],
    source,
  };
}
