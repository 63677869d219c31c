import { around, factsFor, hasCode, resourceKind } from "../collector.ts";
import {
  BEGINNING,
  codesOf,
  FOREVER,
  intersect,
  nameOf,
  objectsOf,
  patientsOf,
  referencesOf,
  spanOf,
  textOf,
} from "../fhir-fields.ts";

/** The primary care providers a patient record names. */
export const patientGeneralPractitioner = resourceKind(["Patient"], [], (patient, scene) => {
  const id = textOf(patient["id"]);
  if (id === undefined || patient["active"] === false) return [];
  const holders = referencesOf(patient["generalPractitioner"]).flatMap((who) =>
    scene.directory.holdersOf(who),
  );
  return factsFor(holders, {
    patients: [id],
    from: BEGINNING,
    until: FOREVER,
    refs: [],
    source: `Patient/${id}`,
  });
});

/** The members of an active care team. */
export const careTeamMember = resourceKind(["CareTeam"], ["before", "after"], (team, scene) => {
  const status = textOf(team["status"]) ?? "active";
  if (status !== "active") return [];
  const source = nameOf(team);
  return objectsOf(team["participant"]).flatMap((participant) => {
    const holders = referencesOf(participant["member"]).flatMap((who) => scene.directory.holdersOf(who));
    const membership = intersect(spanOf(team["period"]), spanOf(participant["period"]));
    const span = around(membership, scene.options);
    return factsFor(holders, {
      ...span,
      patients: patientsOf(team["subject"]),
      refs: source === undefined ? [] : [source],
      source,
    });
  });
});

/** The patients of an active group, for whoever manages it. */
export const groupMember = resourceKind(["Group"], ["codes"], (group, scene) => {
  if (group["active"] === false || !hasCode(codesOf(group["code"]), scene.options.codes)) return [];
  const holders = referencesOf(group["managingEntity"]).flatMap((who) => scene.directory.holdersOf(who));
  return objectsOf(group["member"]).flatMap((member) => {
    if (member["inactive"] === true) return [];
    const patients = patientsOf(member["entity"]);
    return factsFor(holders, { ...spanOf(member["period"]), patients, refs: [], source: nameOf(group) });
  });
});
