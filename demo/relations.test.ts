import { describe, expect, test } from "vitest";
import { recordFactsOf } from "../src/catalogue/record-facts.ts";
import { readShipped } from "../src/decision/suite/testing/shipped.ts";
import type { JsonObject } from "../src/kernel/json.ts";
import {
  at,
  digits,
  list,
  NOW,
  ofType,
  referencesIn,
  sharedHospital,
  text,
  timeOf,
} from "./testing/shared-hospital.ts";

const DAY = 86_400_000;
const PAUL = "Practitioner/practitioner-paul-provider";
const hospital = sharedHospital();
const { policy } = await readShipped();
const { landmarks } = hospital;

function about(patient: string, type: string): readonly JsonObject[] {
  return ofType(hospital, type).filter((resource) => referencesIn(resource).includes(`Patient/${patient}`));
}

function taskOn(focus: string): JsonObject | undefined {
  return ofType(hospital, "Task").find((task) => at(task, "focus", "reference") === focus);
}

describe("relation facts", () => {
  test("care-team: paul.provider is the physician, on the active team, and saw the patient in the last 90 days", () => {
    const [patient] = ofType(hospital, "Patient").filter(({ id }) => id === landmarks.paulsPatient);
    expect(at(patient, "generalPractitioner", 0, "reference")).toBe(PAUL);
    const teams = about(landmarks.paulsPatient, "CareTeam").filter(
      (team) => team["status"] === "active" && referencesIn(team).includes(PAUL),
    );
    expect(teams.length).toBe(1);
    const recent = about(landmarks.paulsPatient, "Encounter").filter(
      (encounter) =>
        referencesIn(encounter).includes(PAUL) && timeOf(at(encounter, "period", "end")) > NOW - 90 * DAY,
    );
    expect(recent.length).toBeGreaterThan(0);
  });

  test("care-team: no record of the stranger names paul.provider", () => {
    const records = hospital.resources.filter(
      (resource) =>
        referencesIn(resource).includes(`Patient/${landmarks.strangerOfPaul}`) &&
        resource["resourceType"] !== "Group",
    );
    expect(records.length).toBeGreaterThan(10);
    expect(records.filter((record) => referencesIn(record).includes(PAUL))).toEqual([]);
  });

  test("booked: the patient has an appointment at the front desk within 30 days", () => {
    const appointments = about(landmarks.bookedPatient, "Appointment").filter((appointment) => {
      const start = timeOf(appointment["start"]);
      return (
        appointment["status"] === "booked" &&
        start > NOW - DAY &&
        start < NOW + 30 * DAY &&
        referencesIn(appointment).includes("Location/dept-front-desk")
      );
    });
    expect(appointments.length).toBeGreaterThan(0);
  });

  test("booked: patients come today", () => {
    const today = ofType(hospital, "Appointment").filter((appointment) =>
      text(appointment["start"]).startsWith("2026-05-04"),
    );
    expect(today.length).toBeGreaterThan(8);
  });

  test("clinic: the department saw patients in the last 30 days", () => {
    const seen = ofType(hospital, "Encounter").filter(
      (encounter) =>
        referencesIn(encounter).includes("Location/dept-primary-care") &&
        timeOf(at(encounter, "period", "start")) > NOW - 30 * DAY,
    );
    expect(seen.length).toBeGreaterThan(20);
  });

  test("claim-assigned: bea.biller holds an open task on the claim", () => {
    const task = taskOn(landmarks.assignedClaim);
    expect(at(task, "owner", "reference")).toBe("Practitioner/practitioner-bea-biller");
    expect(["requested", "in-progress"]).toContain(task?.["status"]);
  });

  test("coding-queue: cory.coder holds an open task on the encounter", () => {
    const task = taskOn(landmarks.codingEncounter);
    expect(at(task, "owner", "reference")).toBe("Practitioner/practitioner-cory-coder");
    expect(["requested", "in-progress"]).toContain(task?.["status"]);
  });

  test("billable: claims are open for want of an answer or of the full amount", () => {
    const paid = new Map(
      ofType(hospital, "ExplanationOfBenefit").map((each) => [
        text(at(each, "claim", "reference")),
        digits(at(each, "payment", "amount", "value")),
      ]),
    );
    const open = ofType(hospital, "Claim").filter(
      (claim) => paid.get(`Claim/${text(claim["id"])}`) !== digits(at(claim, "total", "value")),
    );
    expect(open.length).toBeGreaterThan(20);
    expect(open.length).toBeLessThan(ofType(hospital, "Claim").length / 2);
  });

  test("panel: cara.caremanager runs a group whose patients have her on their care team", () => {
    const [group] = ofType(hospital, "Group");
    expect(at(group, "managingEntity", "reference")).toBe("Practitioner/practitioner-cara-caremanager");
    const members = list(group?.["member"]).map((member) => text(at(member, "entity", "reference")));
    expect(members.length).toBeGreaterThan(10);
    const managed = ofType(hospital, "CareTeam").filter((team) =>
      referencesIn(team).includes("Practitioner/practitioner-cara-caremanager"),
    );
    expect(new Set(managed.map((team) => text(at(team, "subject", "reference"))))).toEqual(new Set(members));
  });

  test("order-bound: phil.pharmacist is to fill an active prescription", () => {
    const order = ofType(hospital, "MedicationRequest").find(
      ({ id }) => `MedicationRequest/${text(id)}` === landmarks.openPrescription,
    );
    expect(order?.["status"]).toBe("active");
    expect(at(order, "performer", "reference")).toBe("Practitioner/practitioner-phil-pharmacist");
  });

  test("order-bound: the prescription to be filled is of no sensitive segment", () => {
    const [order] = ofType(hospital, "MedicationRequest").filter(
      ({ id }) => `MedicationRequest/${text(id)}` === landmarks.openPrescription,
    );
    expect(order && recordFactsOf(order, policy.segments).segments).toBe(0);
  });

  test("cohort: rita.researcher leads a study with subjects on it", () => {
    const [study] = ofType(hospital, "ResearchStudy");
    expect(at(study, "principalInvestigator", "reference")).toBe("Practitioner/practitioner-rita-researcher");
    expect(
      ofType(hospital, "ResearchSubject").filter((subject) => subject["status"] === "on-study").length,
    ).toBeGreaterThan(2);
  });

  test("originator: one psychotherapy note is paul.provider's own, another is not", () => {
    const authorOf = (name: string): string => {
      const note = ofType(hospital, "DocumentReference").find(
        ({ id }) => `DocumentReference/${text(id)}` === name,
      );
      return text(at(note, "author", 0, "reference"));
    };
    expect(authorOf(landmarks.paulsPsychotherapyNote)).toBe(PAUL);
    expect(authorOf(landmarks.psychotherapyNote)).not.toBe(PAUL);
  });

  test("self: pat.patient has a chart", () => {
    for (const type of ["Appointment", "Encounter", "AllergyIntolerance", "Coverage", "Consent"]) {
      expect(about("patient-pat", type).length).toBeGreaterThan(0);
    }
  });

  test("every demo person has a practitioner and a role in the department of the roster", () => {
    const roles = new Map(
      ofType(hospital, "PractitionerRole").map((role) => [
        text(at(role, "practitioner", "reference")),
        text(at(role, "organization", "reference")),
      ]),
    );
    for (const member of hospital.workforce.members) {
      expect(roles.get(`Practitioner/${member.practitionerId}`)).toBe(
        `Organization/dept-${member.department}`,
      );
    }
  });
});
