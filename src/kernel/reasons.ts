import { OPERATIONAL_REASONS } from "./operational-reasons.ts";

/**
 * The closed list of reason codes. Every denial names one; `/api/schemas` publishes them.
 * `title` never depends on data, only on policy and caller; `next` says what one can do.
 */
export const REASONS = {
  // who
  unauthenticated: { status: 401, title: "sign in first", next: "Sign in, or send a valid bearer token." },
  person_unknown: {
    status: 403,
    title: "this account is not a member of the workforce here",
    next: "Ask an administrator to import the person.",
  },
  person_inactive: {
    status: 403,
    title: "this account has ended",
    next: "Ask your manager to reinstate the account.",
  },
  role_missing: {
    status: 403,
    title: "this account has no role",
    next: "Ask an administrator to assign a role.",
  },
  client_not_permitted: {
    status: 403,
    title: "the registration of this app has ended, or does not cover this",
    next: "Ask the security officer about the app's registration.",
  },
  agent_not_itself: {
    status: 403,
    title: "this door is for programs under their own name",
    next: "Register the agent with a person of its own, whose roles are those of programs.",
  },
  // why
  purpose_missing: {
    status: 403,
    title: "no purpose of use was declared",
    next: "Declare one with the header `X-Purpose-Of-Use` or in the token.",
  },
  purpose_unknown: {
    status: 403,
    title: "the declared purpose is not in the catalogue",
    next: "Declare a purpose of the policy; `GET /api/v1/session` lists yours.",
  },
  purpose_not_permitted: {
    status: 403,
    title: "your role does not have this purpose",
    next: "Declare a purpose your role has, or ask privacy.",
  },
  purpose_not_declarable: {
    status: 403,
    title: "this purpose is granted, never declared",
    next: "Use the break-glass screen.",
  },
  purpose_needs_case: {
    status: 403,
    title: "this purpose is bound to a case",
    next: "Name the case together with the purpose.",
  },
  act_not_permitted: {
    status: 403,
    title: "the purpose does not allow this act",
    next: "Choose a purpose that allows it.",
  },
  // what
  policy_missing: { status: 403, title: "no policy is in force", next: "Publish a policy." },
  no_grant: {
    status: 403,
    title: "no rule grants this",
    next: "Declare another purpose of yours, or ask privacy with the reason that you need it for.",
  },
  type_not_permitted: {
    status: 403,
    title: "no rule of your role grants an element of this resource type",
    next: "Declare another purpose of yours, or ask privacy with the reason that you need it for.",
  },
  type_unknown: {
    status: 404,
    title: "this is not a FHIR R4 resource type",
    next: "Check the spelling of the type.",
  },
  element_unknown: {
    status: 403,
    title: "the catalogue has no such element",
    next: "Look the element up in the catalogue.",
  },
  element_not_in_purpose: {
    status: 403,
    title: "the purpose does not need this element",
    next: "Declare a purpose that needs it, or ask privacy with a reason.",
  },
  obligations_not_honored: {
    status: 403,
    title: "only a part is permitted, and the caller is not registered to withhold the rest",
    next: "Register the application as an enforcement point that honors obligations, or read through the gateway.",
  },
  element_never: {
    status: 403,
    title: "the purpose may never give this element",
    next: "Choose another purpose.",
  },
  interaction_not_supported: {
    status: 403,
    title: "no rule covers this interaction",
    next: "Use read or search.",
  },
  parameter_unknown: {
    status: 403,
    title: "this search parameter is not known",
    next: "Leave the parameter out.",
  },
  parameter_not_derivable: {
    status: 403,
    title: "what this search parameter reads cannot be derived",
    next: "Leave the parameter out.",
  },
  parameter_not_permitted: {
    status: 403,
    title: "this search parameter reads an element that no rule of yours grants",
    next: "Leave the parameter out, or ask privacy for the element.",
  },
  parameter_invalid: {
    status: 400,
    title: "the value of a search parameter cannot be read",
    next: "Write it as FHIR R4 search has it, such as `birthdate=ge1970-01-31` or `_count=50`.",
  },
  result_parameter_not_supported: {
    status: 403,
    title: "this result parameter has no rule",
    next: "Leave the parameter out.",
  },
  page_token_invalid: {
    status: 400,
    title: "the page link is not valid for you, or has expired",
    next: "Run the search again.",
  },
  scan_budget_exceeded: {
    status: 403,
    title: "you are related to more patients than one search may scan",
    next: "Name the patient.",
  },
  // which records
  not_found: {
    status: 404,
    title: "there is no such record for you",
    next: "Check the id, or find the patient by a search you are permitted.",
  },
  name_unknown: {
    status: 404,
    title: "nothing has that name here",
    next: "List what there is, and check the spelling.",
  },
  relation_absent: {
    status: 404,
    title: "you have no current relation to this patient for this purpose",
    next: "Check your schedule or care team; break the glass if you are eligible.",
  },
  relation_stale: {
    status: 404,
    title: "the facts that would show a relation are out of date",
    next: "Wait for the next sync of relations.",
  },
  segment_not_permitted: {
    status: 404,
    title: "the record is in a sensitive segment that your grant does not name",
    next: "Ask privacy with a reason.",
  },
  psychotherapy_needs_authorization: {
    status: 403,
    title: "psychotherapy notes need the patient's authorization",
    next: "Obtain an authorization under 45 CFR 164.508(a)(2).",
  },
  psychotherapy_excluded: {
    status: 403,
    title: "psychotherapy notes are outside the right of access",
    next: "See 45 CFR 164.524(a)(1).",
  },
  part2_needs_consent: {
    status: 403,
    title: "substance use records under 42 CFR Part 2 need the patient's consent",
    next: "Obtain a consent under 42 CFR 2.31.",
  },
  // to whom
  recipient_missing: {
    status: 403,
    title: "a disclosure or request needs a recipient",
    next: "Name the recipient.",
  },
  recipient_not_permitted: {
    status: 403,
    title: "the purpose does not reach this class of recipient",
    next: "Choose another protocol.",
  },
  recipient_unverified: {
    status: 403,
    title: "the recipient's identity and authority are not verified",
    next: "Verify under 45 CFR 164.514(h).",
  },
  exemption_unknown: {
    status: 422,
    title: "the exemption is not one of the closed list",
    next: "Use one of the six bases of 45 CFR 164.502(b)(2).",
  },
  exemption_not_applicable: {
    status: 403,
    title: "the exemption does not cover this act, purpose or recipient",
    next: "Use the purpose's own rules.",
  },
  authorization_missing: {
    status: 403,
    title: "no authorization of the patient is on file for this",
    next: "Obtain one under 45 CFR 164.508.",
  },
  defective_authorization: {
    status: 403,
    title: "the authorization lacks a required element or statement",
    next: "Complete it under 45 CFR 164.508(c).",
  },
  authorization_expired: { status: 403, title: "the authorization has expired", next: "Obtain a new one." },
  authorization_revoked: { status: 403, title: "the authorization was revoked", next: "Do not disclose." },
  beyond_authorization: {
    status: 403,
    title: "the authorization does not describe this information",
    next: "Limit the disclosure to its text.",
  },
  law_citation_missing: {
    status: 422,
    title: "the law that requires this is not cited",
    next: "Cite the statute or order.",
  },
  beyond_law: {
    status: 403,
    title: "the law does not require this element",
    next: "Limit the disclosure to the law's list.",
  },
  transaction_profile_missing: {
    status: 422,
    title: "the standard transaction is not named",
    next: "Name the transaction profile.",
  },
  beyond_transaction: {
    status: 403,
    title: "the transaction does not require this element",
    next: "Leave the optional element out.",
  },
  // ceilings
  patient_restriction: {
    status: 403,
    title: "an agreed restriction binds this recipient",
    next: "See 45 CFR 164.522(a).",
  },
  baa_inactive: {
    status: 403,
    title: "no active business associate agreement covers this",
    next: "Activate the agreement.",
  },
  beyond_baa: {
    status: 403,
    title: "the business associate agreement does not reach this",
    next: "Stay within the agreement's scope.",
  },
  scope_not_granted: {
    status: 403,
    title: "the token's scopes do not reach this",
    next: "Ask for a token with the scope.",
  },
  wrong_system: {
    status: 403,
    title: "the grant is bound to another system",
    next: "Use the system the grant names.",
  },
  wrong_channel: {
    status: 403,
    title: "the grant is bound to another channel",
    next: "Use a channel the purpose names.",
  },
  grant_expired: { status: 403, title: "the grant has ended", next: "Ask for a new one." },
  // what is written
  write_not_permitted: {
    status: 403,
    title: "no rule lets you write this",
    next: "Send what you may not write as it was shown to you, or leave it to who may write it.",
  },
  write_not_covered: {
    status: 403,
    title: "no data element covers this part of the body",
    next: "Leave it out.",
  },
  write_ambiguous: {
    status: 422,
    title: "it cannot be told which of the items that are there this is",
    next: "Change, add and take away items in writes of their own.",
  },
  write_moves: {
    status: 403,
    title: "a write leaves the type, the id and the patient of a record as they are",
    next: "Send them as they were shown to you.",
  },
  write_hides: {
    status: 403,
    title: "the record would not be shown to you as you wrote it",
    next: "Leave the write to who may read its outcome.",
  },
  write_incomplete: {
    status: 422,
    title: "a record that was asked for in part cannot be written back",
    next: "Read the record without `_elements` and `_summary`.",
  },
  delete_not_permitted: {
    status: 403,
    title: "a record is deleted only by who sees all of its type untransformed",
    next: "Mark it as entered in error, or leave it to who may delete it.",
  },
  reference_not_found: {
    status: 422,
    title: "the body refers to a record that is not there for you",
    next: "Refer to records that you can read, as `Type/id`.",
  },
  patch_failed: {
    status: 422,
    title: "the patch cannot be applied to the record as it is shown to you",
    next: "Read the record again, and make the patch anew.",
  },
  precondition_failed: {
    status: 412,
    title: "the record is not as the condition says",
    next: "Read the record again.",
  },
  criteria_not_selective: {
    status: 412,
    title: "several records for you meet the criteria",
    next: "Name the record by its id.",
  },
  write_conflict: {
    status: 409,
    title: "the record was changed in between",
    next: "Read the record again, and repeat the change.",
  },
  write_refused: {
    status: 422,
    title: "the clinical system refused the write",
    next: "Check the body against FHIR R4, or tell your administrator the decision id.",
  },
  // closed on error
  evaluation_error: {
    status: 403,
    title: "the decision could not be evaluated",
    next: "Tell your administrator the decision id.",
  },
  ...OPERATIONAL_REASONS,
  bad_request: { status: 400, title: "the request cannot be read", next: "Correct the request." },
} as const satisfies Record<string, { status: number; title: string; next: string }>;

export type ReasonCode = keyof typeof REASONS;
