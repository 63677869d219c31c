import { z } from "zod";
import { TRANSFORMS } from "../../catalogue/transforms.ts";
import type { IdentifierClass, Sensitivity } from "../../catalogue/types.ts";
import type { Act, Basis, Capability, ExemptionCode, RecipientClass } from "../../catalogue/vocabulary.ts";

/** An enum that fails to compile when it misses a member of `T` or has one too many. */
function closed<T extends string>(members: Record<T, true>): z.ZodType<T, T> {
  return z.enum(Object.keys(members)) as unknown as z.ZodType<T, T>;
}

/** The three acts of 45 CFR 164.502(b)(1). */
export const act = closed<Act>({ use: true, disclose: true, request: true });

export const capability = closed<Capability>({
  read: true,
  search: true,
  create: true,
  update: true,
  delete: true,
  locate: true,
  disclose: true,
  request: true,
  approve: true,
  administer: true,
});

/** What a grant may say: a capability, or `write` for the two that keep a record; `delete` is always said by itself. */
export type GrantCapability = Capability | "write";

export const grantCapability = closed<GrantCapability>({
  read: true,
  search: true,
  write: true,
  create: true,
  update: true,
  delete: true,
  locate: true,
  disclose: true,
  request: true,
  approve: true,
  administer: true,
});

/** What is meant by what a grant says it can do. */
export function capabilitiesOf(said: readonly GrantCapability[]): ReadonlySet<Capability> {
  return new Set(said.flatMap((one): Capability[] => (one === "write" ? ["create", "update"] : [one])));
}

export const basis = closed<Basis>({
  treatment: true,
  payment: true,
  operations: true,
  authorization: true,
  "required-by-law": true,
  research: true,
  "public-health": true,
  individual: true,
  oversight: true,
  emergency: true,
  none: true,
});

export const recipientClass = closed<RecipientClass>({
  provider: true,
  "health-plan": true,
  clearinghouse: true,
  individual: true,
  "personal-representative": true,
  "business-associate": true,
  hhs: true,
  "public-health-authority": true,
  school: true,
  employer: true,
  insurer: true,
  researcher: true,
  "law-enforcement": true,
  court: true,
  "health-oversight": true,
  coroner: true,
  other: true,
});

/** The six of 45 CFR 164.502(b)(2)(i)–(vi). */
export const exemptionCode = closed<ExemptionCode>({
  treatment: true,
  individual: true,
  authorization: true,
  hhs: true,
  "required-by-law": true,
  "hipaa-compliance": true,
});

export const sensitivity = closed<Sensitivity>({ low: true, moderate: true, high: true, "very-high": true });

/** Identifier classes of 45 CFR 164.514(b)(2)(i). */
export const identifierClass = closed<IdentifierClass>({
  name: true,
  geography: true,
  date: true,
  phone: true,
  fax: true,
  email: true,
  ssn: true,
  mrn: true,
  beneficiary: true,
  account: true,
  license: true,
  vehicle: true,
  device: true,
  url: true,
  ip: true,
  biometric: true,
  photo: true,
  "other-unique": true,
  none: true,
});

/** What a grant may turn a value into; `drop` is said by leaving the element out. */
export const transform = z.enum(TRANSFORMS).exclude(["drop"]);
