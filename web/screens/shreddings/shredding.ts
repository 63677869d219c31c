import type { InferRequestType, InferResponseType } from "hono/client";
import type { api } from "../../api/client.ts";
import type { Tone } from "../../ui/badge/badge.tsx";

type ShreddingApi = (typeof api)["shreddings"];

export type Shredding = InferResponseType<ShreddingApi[":id"]["$get"], 200>;
export type State = Shredding["state"];
export type NewShredding = InferRequestType<ShreddingApi["$post"]>["json"];
export type Standing = InferResponseType<ShreddingApi["_standing"]["$post"], 200>;
type Sealed = Standing["sealed"];

/** A logical id as FHIR R4 has it, which is how a patient is named here. */
export function isLogicalId(text: string): boolean {
  return /^[A-Za-z0-9\-.]{1,64}$/.test(text);
}

interface StateWords {
  readonly text: string;
  readonly tone: Tone;
}

export const STATES: Readonly<Record<State, StateWords>> = {
  proposed: { text: "Waits for a second person", tone: "caution" },
  approved: { text: "Approved", tone: "accent" },
  destroyed: { text: "Key destroyed", tone: "accent" },
  done: { text: "Done", tone: "permit" },
  withdrawn: { text: "Withdrawn", tone: "neutral" },
};

/** How it stands, in words. What another than its proposer withdrew was refused. */
export function stateOf({ state, proposed, decided }: Shredding): StateWords {
  if (state === "withdrawn" && decided !== null && decided.by !== proposed.by)
    return { text: "Refused", tone: "neutral" };
  return STATES[state];
}

/** True while the server works on it by itself. */
export function isUnderWay({ state }: Pick<Shredding, "state">): boolean {
  return state === "approved" || state === "destroyed";
}

interface Me {
  readonly id: string | undefined;
  readonly roles: readonly string[];
  /** Capabilities on `shredding.register`. */
  readonly rights: readonly string[];
}

/** Why this person does not approve it; null: they may. */
export function whyNotApprove({ proposed }: Shredding, { id, roles, rights }: Me): string | null {
  if (!rights.includes("administer")) return "Your role approves none.";
  if (proposed.by === id) return "You proposed it: another person approves it.";
  if (!roles.some((role) => !proposed.as.includes(role)))
    return "It takes somebody in a role that the first did not act in.";
  return null;
}

/** Why it must be kept, in words; ground and end stand beside. */
export const KEPT: Readonly<Record<string, string>> = {
  retention: "Entries about the patient have not reached the end of their retention",
  hold: "A legal hold concerns the patient",
  disclosures: "The patient may still ask for an accounting of disclosures",
  newest: "Entries about the patient are among the newest",
  unproven: "Entries about the patient are not proven apart yet",
  no_schedule: "No retention schedule says for how long",
};

/** Where the server stops counting entries in files. */
const MOST_IN_FILES = 10_000;

/** What lies under the key, by kind, with how much of it. */
export function sealedKinds(sealed: Sealed): readonly { readonly kind: string; readonly count: string }[] {
  const { entries, entriesInFiles, directives, relationFacts } = sealed;
  const inFiles = `${told(entriesInFiles)}${entriesInFiles >= MOST_IN_FILES ? " or more" : ""}`;
  return [
    { kind: "Patient and records in entries of the record, in the database", count: told(entries) },
    { kind: "Patient and records in entries of the record, in sealed files", count: inFiles },
    { kind: "Terms and notes of restrictions and consents", count: told(directives) },
    { kind: "Relation facts (deleted with the key)", count: told(relationFacts) },
  ];
}

function told(count: number): string {
  return count.toLocaleString("en-US");
}

/** `3 of 4`: how far the server has come; null while nobody approved it. */
export function stepOf({
  state,
}: Pick<Shredding, "state">): { readonly done: number; readonly step: string } | null {
  if (state === "approved") return { done: 0, step: "steps: the key is about to be destroyed" };
  if (state === "destroyed") return { done: 1, step: "steps: other patients' keys are wrapped anew" };
  if (state === "done") return { done: 2, step: "steps" };
  return null;
}
