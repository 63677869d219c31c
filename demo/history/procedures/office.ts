import { BILLER, CODER, RELEASE } from "./actors.ts";
import type { Procedure } from "../steps.ts";

/** Coding and billing of a visit. */
export const CLAIM: Procedure = {
  steps: [
    { who: CODER, from: "start", minutes: [-180, -20], chance: 1, sections: ["notes", ["orders", 0.2]] },
    { who: CODER, from: "start", minutes: [-60, -5], chance: 0.5, sections: ["notes"] },
    { who: BILLER, from: "start", minutes: [0, 20], chance: 1, sections: ["billing", ["demographics", 0.2]] },
    { who: BILLER, from: "start", minutes: [30, 200], chance: 0.7, sections: ["billing"] },
  ],
  traces: [
    {
      table: "claims",
      kind: "claim",
      departments: ["billing", "coding"],
      names: [[BILLER, 0.4, "2"]],
      chance: 1,
      around: [240, 240],
    },
  ],
};

/** The payer did not pay in full. */
export const DENIAL: Procedure = {
  steps: [{ who: BILLER, from: 8, minutes: [0, 500], chance: 1, sections: ["billing", ["notes", 0.5]] }],
  traces: [
    {
      table: "claims",
      kind: "denial",
      departments: ["billing"],
      names: [[BILLER, 0.6, "0"]],
      chance: 1,
      around: [1_440, 1_440],
    },
  ],
};

/** A call of the care manager to a patient on the panel. */
export const OUTREACH: Procedure = {
  steps: [
    {
      who: "clinician",
      from: 9,
      minutes: [0, 470],
      chance: 1,
      sections: ["summary", ["medications", 0.4], ["notes", 0.3]],
    },
  ],
  traces: [
    {
      table: "assignments",
      kind: "panel",
      departments: ["care-management"],
      names: [["clinician", 1]],
      chance: 1,
      around: [1_440, 1_440],
    },
  ],
};

/** Somebody asked for a copy of a chart, and has a right to it. */
export const RELEASE_OF_INFORMATION: Procedure = {
  steps: [
    {
      who: RELEASE,
      from: 9,
      minutes: [0, 200],
      chance: 1,
      sections: ["demographics", ["notes", 0.9]],
      hand: "it",
    },
    {
      who: RELEASE,
      from: 9,
      minutes: [220, 420],
      chance: 1,
      sections: ["notes"],
      action: "print",
      hand: "it",
    },
  ],
  traces: [
    {
      table: "releases",
      kind: "request",
      departments: ["records-release"],
      names: [[RELEASE, 0.9, "it"]],
      chance: 1,
      around: [2_880, 600],
    },
  ],
};

/** A vendor's engineer looks into a chart that does not open, with a ticket. */
export const SUPPORT_TICKET: Procedure = {
  steps: [
    {
      who: "clinician",
      from: "start",
      minutes: [10, 200],
      chance: 1,
      sections: ["summary", ["orders", 0.5]],
      remote: true,
    },
  ],
  traces: [
    {
      table: "messages",
      kind: "ticket",
      departments: ["vendor"],
      names: [["clinician", 1]],
      chance: 1,
      around: [60, 600],
    },
  ],
};
