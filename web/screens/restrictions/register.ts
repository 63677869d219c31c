import type { InferRequestType, InferResponseType } from "hono/client";
import type { api } from "../../api/client.ts";

export type Restriction = InferResponseType<(typeof api.restrictions)[":id"]["$get"], 200>;
export type NewRestriction = InferRequestType<typeof api.restrictions.$post>["json"];
export type RestrictionStatus = Restriction["status"];
type Termination = InferRequestType<(typeof api.restrictions)[":id"]["terminate"]["$post"]>["json"];
export type Ground = Termination["ground"];

export type Consent = InferResponseType<(typeof api.consents)[":id"]["$get"], 200>;
export type NewConsent = InferRequestType<typeof api.consents.$post>["json"];
export type ConsentStatus = Consent["status"];
export type ConsentPart = NewConsent["present"][number];

export type Act = Restriction["acts"][number];
export type RecipientClass = Restriction["recipients"][number];
export type Basis = Restriction["bases"][number];

/** Rows of one page of a list. */
export const PAGE = 25;

/** A logical id as FHIR R4 has it, which is how a patient is named here. */
export function isLogicalId(text: string): boolean {
  return /^[A-Za-z0-9\-.]{1,64}$/.test(text);
}
