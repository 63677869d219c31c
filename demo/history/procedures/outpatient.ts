import { NURSE, PROVIDER, DESK, CALLS, BILLER, CODER, PHARMACY } from "./actors.ts";
import type { Actor, Procedure } from "../steps.ts";

/** Making an appointment, by telephone or at the desk. */
export const BOOKING: Procedure = {
  steps: [
    {
      who: CALLS,
      from: "start",
      minutes: [0, 10],
      chance: 0.6,
      sections: ["schedule", ["demographics", 0.5]],
    },
    {
      who: DESK,
      from: "start",
      minutes: [0, 30],
      chance: 0.5,
      sections: ["schedule", ["demographics", 0.5]],
    },
  ],
  traces: [],
};

/** An outpatient visit: prepared, checked in, roomed, seen, checked out, signed. */
export const VISIT: Procedure = {
  steps: [
    { who: NURSE, from: 5, minutes: [0, 110], chance: 0.6, sections: ["summary"] },
    { who: BILLER, from: 8, minutes: [0, 120], chance: 0.6, sections: ["billing"] },
    {
      who: DESK,
      from: "start",
      minutes: [-15, -4],
      chance: 0.95,
      sections: ["demographics", ["schedule", 0.5]],
    },
    { who: NURSE, from: "start", minutes: [-3, 0], chance: 1, sections: ["vitals", ["medications", 0.6]] },
    { who: NURSE, from: "start", minutes: [5, 15], chance: 0.85, sections: ["summary", ["orders", 0.3]] },
    {
      who: "clinician",
      from: "start",
      minutes: [1, 5],
      chance: 1,
      sections: ["summary", ["notes", 0.6], ["results", 0.3]],
    },
    { who: "clinician", from: "end", minutes: [1, 10], chance: 0.8, sections: ["notes"], action: "edit" },
    { who: DESK, from: "end", minutes: [1, 15], chance: 0.9, sections: ["schedule"] },
    { who: NURSE, from: "end", minutes: [10, 200], chance: 0.65, sections: ["orders"] },
    { who: CALLS, from: "end", minutes: [30, 240], chance: 0.5, sections: ["schedule"] },
    { who: PROVIDER, from: "end", minutes: [20, 200], chance: 0.4, sections: ["summary"] },
    { who: DESK, from: "end", minutes: [30, 300], chance: 0.6, sections: ["demographics"] },
    { who: CODER, from: "end", minutes: [10, 120], chance: 0.5, sections: ["orders"] },
    {
      who: ["care-manager", "care-management"],
      from: "end",
      minutes: [10, 200],
      chance: 0.2,
      sections: ["summary"],
    },
  ],
  traces: [
    {
      table: "encounters",
      kind: "AMB",
      departments: ["own"],
      names: [["clinician", 1]],
      chance: 1,
      around: [0, 0],
    },
    {
      table: "appointments",
      kind: "arrived",
      departments: ["own", "front-desk", "call-center"],
      names: [["clinician", 1]],
      chance: 1,
      around: [0, 0],
    },
    {
      table: "claims",
      kind: "eligibility",
      departments: ["billing", "coding", "care-management"],
      names: [],
      chance: 0.95,
      around: [300, 600],
    },
  ],
};

/** The clinician finishes notes at home. */
export const EVENING_NOTES: Procedure = {
  steps: [
    {
      who: "clinician",
      from: 18,
      minutes: [0, 290],
      chance: 1,
      sections: ["notes", ["results", 0.3]],
      remote: true,
    },
  ],
  traces: [],
};

/** An order that a technical department carries out, often by two people. */
export function orderTo(department: "laboratory" | "imaging" | "pharmacy" | "refill"): Procedure {
  const place = department === "refill" ? "pharmacy" : department;
  const who: Actor = ["pharmacist", place];
  const section = place === "pharmacy" ? "medications" : "orders";
  return {
    steps: [
      { who, from: "start", minutes: [5, 60], chance: 1, sections: [section, ["demographics", 0.3]] },
      { who, from: "start", minutes: [40, 200], chance: 0.9, sections: ["results"] },
      { who, from: "start", minutes: [60, 260], chance: 0.6, sections: [section] },
    ],
    traces: [
      {
        table: "orders",
        kind: department,
        departments: [place, "own"],
        names: [["clinician", 1]],
        chance: 1,
        around: [10, 240],
      },
    ],
  };
}

/** The day after: results are read and told. */
export const RESULTS: Procedure = {
  steps: [
    { who: "clinician", from: 7, minutes: [0, 560], chance: 0.7, sections: ["results", ["notes", 0.2]] },
    { who: PROVIDER, from: 7, minutes: [0, 560], chance: 0.45, sections: ["results"] },
    { who: NURSE, from: 9, minutes: [0, 480], chance: 0.6, sections: ["results", ["demographics", 0.5]] },
    { who: NURSE, from: 9, minutes: [0, 480], chance: 0.5, sections: ["summary"] },
  ],
  traces: [
    {
      table: "messages",
      kind: "result",
      departments: ["own"],
      names: [[NURSE, 0.3, "2"]],
      chance: 1,
      around: [600, 1_440],
    },
  ],
};

/** A patient calls or writes. */
export const MESSAGE: Procedure = {
  steps: [
    {
      who: CALLS,
      from: "start",
      minutes: [0, 5],
      chance: 0.9,
      sections: ["demographics", ["schedule", 0.3]],
    },
    {
      who: NURSE,
      from: "start",
      minutes: [10, 60],
      chance: 0.9,
      sections: ["summary", ["medications", 0.5]],
    },
    { who: NURSE, from: "start", minutes: [60, 240], chance: 0.6, sections: ["summary"] },
    {
      who: "physician",
      from: "start",
      minutes: [60, 240],
      chance: 0.45,
      sections: ["summary", ["medications", 0.5]],
    },
    { who: DESK, from: "start", minutes: [30, 240], chance: 0.5, sections: ["schedule"] },
    { who: PROVIDER, from: "start", minutes: [60, 240], chance: 0.4, sections: ["summary"] },
    { who: PHARMACY, from: "start", minutes: [30, 240], chance: 0.35, sections: ["medications"] },
  ],
  traces: [
    {
      table: "messages",
      kind: "call",
      departments: ["own", "call-center", "front-desk", "pharmacy"],
      names: [[NURSE, 0.3, "1"]],
      chance: 1,
      around: [0, 300],
    },
  ],
};
