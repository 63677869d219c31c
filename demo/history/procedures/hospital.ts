import { NURSE, PROVIDER, BILLER, CODER, PHARMACY, MANAGER, TRIAGE, EMERGENCY_DESK } from "./actors.ts";
import type { Procedure, Step } from "../steps.ts";

/** An emergency visit, treated by whoever is on. */
export const EMERGENCY: Procedure = {
  steps: [
    {
      who: EMERGENCY_DESK,
      from: "start",
      minutes: [2, 10],
      chance: 1,
      sections: ["demographics", ["billing", 0.3]],
    },
    { who: EMERGENCY_DESK, from: "end", minutes: [-10, 10], chance: 0.8, sections: ["billing"] },
    { who: TRIAGE, from: "start", minutes: [5, 15], chance: 1, sections: ["summary", ["vitals", 0.8]] },
    {
      who: TRIAGE,
      from: "start",
      minutes: [30, 90],
      chance: 0.9,
      sections: ["vitals", ["orders", 0.5]],
      hand: "bay",
    },
    { who: TRIAGE, from: "end", minutes: [-30, 0], chance: 0.9, sections: ["medications"] },
    {
      who: "clinician",
      from: "start",
      minutes: [20, 60],
      chance: 1,
      sections: ["summary", ["results", 0.6], ["orders", 0.7]],
    },
    { who: "clinician", from: "end", minutes: [-20, 5], chance: 0.9, sections: ["notes"], action: "edit" },
    { who: ["provider", "emergency"], from: "end", minutes: [-60, 0], chance: 0.7, sections: ["summary"] },
    { who: TRIAGE, from: "start", minutes: [60, 120], chance: 0.5, sections: ["vitals"] },
    { who: MANAGER, from: "start", minutes: [60, 150], chance: 0.2, sections: ["summary"] },
    { who: CODER, from: "end", minutes: [0, 90], chance: 0.4, sections: ["orders"] },
    { who: BILLER, from: "end", minutes: [0, 90], chance: 0.4, sections: ["billing"] },
  ],
  traces: [
    {
      table: "encounters",
      kind: "EMER",
      departments: ["emergency", "coding", "billing", "care-management"],
      names: [["clinician", 1]],
      chance: 1,
      around: [0, 0],
    },
    {
      table: "assignments",
      kind: "bay",
      departments: ["emergency"],
      names: [[TRIAGE, 0.8, "bay"]],
      chance: 1,
      around: [0, 0],
    },
  ],
};

/** Coming onto a ward. */
export const ADMISSION: Procedure = {
  steps: [
    {
      who: EMERGENCY_DESK,
      from: "start",
      minutes: [0, 10],
      chance: 1,
      sections: ["demographics", ["billing", 0.5]],
    },
    {
      who: PROVIDER,
      from: "start",
      minutes: [20, 60],
      chance: 1,
      sections: ["summary", ["notes", 0.8], ["results", 0.7]],
    },
    { who: "physician", from: "start", minutes: [60, 400], chance: 0.6, sections: ["summary"] },
    { who: BILLER, from: "start", minutes: [60, 500], chance: 0.6, sections: ["billing"] },
  ],
  traces: [
    {
      table: "encounters",
      kind: "IMP",
      departments: ["own", "emergency", "billing"],
      names: [["clinician", 1]],
      chance: 1,
      around: [0, 0],
    },
  ],
};

/** One shift of nurses on a ward: the nurse who has the patient, and those who help. */
export const WARD_SHIFT: Procedure = {
  steps: [
    ...[20, 130, 260, 400, 560].map((minute, nth): Step => ({
      who: NURSE,
      from: "start",
      minutes: [minute, minute + 90],
      chance: nth < 3 ? 1 : 0.6,
      sections: ["vitals", ["medications", 0.6], ["notes", 0.2]],
      hand: "bed",
    })),
    { who: NURSE, from: "start", minutes: [200, 640], chance: 0.9, sections: ["vitals"], hand: "relief" },
    { who: NURSE, from: "start", minutes: [5, 700], chance: 0.9, sections: ["summary"], hand: "charge" },
    { who: PROVIDER, from: "start", minutes: [60, 700], chance: 0.5, sections: ["summary", ["orders", 0.5]] },
  ],
  traces: [
    {
      table: "assignments",
      kind: "bed",
      departments: ["own"],
      names: [[NURSE, 1, "bed"]],
      chance: 1,
      around: [0, 0],
    },
  ],
};

/** The round on a ward, and what it sets going. */
export const ROUND: Procedure = {
  steps: [
    {
      who: "clinician",
      from: "start",
      minutes: [0, 20],
      chance: 1,
      sections: ["summary", ["results", 0.8], ["notes", 0.7]],
    },
    {
      who: "clinician",
      from: "start",
      minutes: [120, 400],
      chance: 0.9,
      sections: ["notes", ["results", 0.4]],
    },
    { who: MANAGER, from: "start", minutes: [30, 300], chance: 0.3, sections: ["summary", ["notes", 0.5]] },
    { who: PHARMACY, from: "start", minutes: [30, 500], chance: 0.5, sections: ["medications"] },
  ],
  traces: [
    {
      table: "assignments",
      kind: "rounds",
      departments: ["own", "care-management", "pharmacy"],
      names: [["clinician", 0.7]],
      chance: 1,
      around: [0, 700],
    },
  ],
};

/** A physician of another department is asked, and an order says so. */
export const CONSULT: Procedure = {
  steps: [
    {
      who: PROVIDER,
      from: "start",
      minutes: [60, 240],
      chance: 1,
      sections: ["summary", ["notes", 0.8], ["results", 0.6]],
    },
  ],
  traces: [
    {
      table: "orders",
      kind: "consult",
      departments: ["own"],
      names: [["clinician", 1]],
      chance: 1,
      around: [0, 480],
    },
  ],
};
