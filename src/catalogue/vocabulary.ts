/** The three acts of 45 CFR 164.502(b)(1). */
export type Act = "use" | "disclose" | "request";

/**
 * What a grant lets one do with its records. `create` and `update` say which elements one may set, `delete` which
 * records one may remove; `administer` is for the control elements (roster, relation facts).
 */
export type Capability =
  | "read"
  | "search"
  | "create"
  | "update"
  | "delete"
  | "locate"
  | "disclose"
  | "request"
  | "approve"
  | "administer";

/** The legal ground of a purpose. */
export type Basis =
  | "treatment"
  | "payment"
  | "operations"
  | "authorization"
  | "required-by-law"
  | "research"
  | "public-health"
  | "individual"
  | "oversight"
  | "emergency"
  | "none";

export type RecipientClass =
  | "provider"
  | "health-plan"
  | "clearinghouse"
  | "individual"
  | "personal-representative"
  | "business-associate"
  | "hhs"
  | "public-health-authority"
  | "school"
  | "employer"
  | "insurer"
  | "researcher"
  | "law-enforcement"
  | "court"
  | "health-oversight"
  | "coroner"
  | "other";

/** The six of 45 CFR 164.502(b)(2)(i)–(vi). */
export type ExemptionCode =
  | "treatment"
  | "individual"
  | "authorization"
  | "hhs"
  | "required-by-law"
  | "hipaa-compliance";
