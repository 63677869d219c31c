import { describe, expect, test } from "vitest";
import { weekday } from "./calendar.ts";
import { chartsOf } from "./hospital.ts";
import { drawScene } from "./scene.ts";
import type { Visit } from "./demand/types.ts";
import { nameOf, NOW, sharedHospital } from "./testing/shared-hospital.ts";

const clinic = drawScene({ seed: "clinic", size: "clinic", now: NOW });
const { demand, workforce } = clinic;
const stays = demand.visits.filter(({ kind }) => kind.id === "inpatient");

const isWeekend = ({ start }: Visit): boolean => [0, 6].includes(weekday(Math.floor(start / 1_440)));

describe("a clinic", () => {
  test("F158 has 60 to 100 staff and 3,000 patients", () => {
    expect(workforce.members.length).toBeGreaterThanOrEqual(60);
    expect(workforce.members.length).toBeLessThanOrEqual(100);
    expect(demand.patients.length).toBe(3_000);
  });

  test("the same seed on the same day draws the same world", () => {
    const again = drawScene({ seed: "clinic", size: "clinic", now: NOW }).demand.visits;
    expect(again.map(({ encounterId, start }) => [encounterId, start])).toEqual(
      demand.visits.map(({ encounterId, start }) => [encounterId, start]),
    );
  });

  test("patients stay on the ward for days, with a nurse and a physician of the ward", () => {
    expect(stays.length).toBeGreaterThan(300);
    expect(stays.every(({ start, end }) => end - start > 9 * 60)).toBe(true);
    expect(
      stays.every(
        ({ nurse, clinician }) => nurse?.department === "ward-1" && clinician.department === "ward-1",
      ),
    ).toBe(true);
  });

  test("some patients are on the ward when the charts close", () => {
    expect(stays.filter(({ status }) => status === "in-progress").length).toBeGreaterThan(0);
  });

  test("emergencies come at night and at weekends too", () => {
    const emergencies = demand.visits.filter(({ kind }) => kind.id === "emergency");
    expect(emergencies.some(({ start }) => start % 1_440 < 5 * 60)).toBe(true);
    expect(emergencies.filter(isWeekend).length / emergencies.length).toBeCloseTo(2 / 7, 1);
  });

  test("work is shared: no physician of primary care has more than a fifth of the visits", () => {
    const visits = demand.visits.filter(({ kind }) => kind.department === "primary-care");
    const most = Math.max(
      ...workforce
        .staff("provider", "primary-care")
        .map((physician) => visits.filter(({ clinician }) => clinician === physician).length),
    );
    expect(most / visits.length).toBeLessThan(0.2);
  });

  test("nobody sees two patients at once outside the departments that never close", () => {
    const open = demand.visits.filter(({ clinician }) => !clinician.roundTheClock);
    const taken = new Set<string>();
    for (const { clinician, start, end } of open) {
      for (let at = start; at < end; at += 20) {
        const slot = `${clinician.userName}/${at}`;
        expect(taken.has(slot)).toBe(false);
        taken.add(slot);
      }
    }
  });
});

describe("charts written one after the other", () => {
  const practice = drawScene({ seed: sharedHospital().seed, size: "practice", now: NOW });
  const charted = [...chartsOf(practice)].flat();

  test("hold the records of a hospital written whole", () => {
    const isOfChart = (name: string): boolean => !/^(Slot|Provenance)\//.test(name);
    const names = charted.map(({ record }) => nameOf(record));
    expect(names.length).toBe(sharedHospital().resources.length);
    expect(names.filter(isOfChart).toSorted()).toEqual(
      sharedHospital().resources.map(nameOf).filter(isOfChart).toSorted(),
    );
  });

  test("have no id twice within a type", () => {
    expect(new Set(charted.map(({ record }) => nameOf(record))).size).toBe(charted.length);
  });
});
