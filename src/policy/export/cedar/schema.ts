/**
 * The shape of a question, in Cedar's schema language. The same for every policy: roles, purposes, elements and
 * segments are names in it, so that a policy can change without its callers.
 */
export const CEDAR_SCHEMA = `// One question: may this person see this element of this record, for this purpose, on this ground?
// How a question is made stands at the head of the policies.

entity Role;

entity Person in [Role] {
  personId: String,
  // The account has not ended.
  active: Bool,
  // The patient the person is, for an account that is bound to one.
  patientId?: String,
  // Business associate agreement the person works under. Instants are milliseconds since 1970; no systems: any.
  agreement?: {
    from: Long,
    until: Long,
    purposes: Set<String>,
    systems: Set<String>,
    elements: Set<String>,
  },
  // SMART scopes of the token, one entry for each capability; absent: the token carries none. Type "*": any.
  scopes?: Set<{ "type": String, can: String }>,
};

entity Record {
  "type": String,
  // False for a record that should name a patient and does not.
  attributed: Bool,
  patients: Set<String>,
  // Type/id of the record itself and of what it refers to.
  refs: Set<String>,
  segments: Set<String>,
  // Relations that hold now between the person and every patient of the record.
  relations: Set<String>,
  // The same, by facts that name the case at hand.
  caseRelations: Set<String>,
  // Segments that every patient authorized, for this recipient; for a use, by the authorization that is claimed.
  authorized: Set<String>,
  // Grounds on which every patient consented that Part 2 records go to this recipient.
  consented: Set<String>,
};

type Authorization = {
  patientId: String,
  // Core elements and statements that it holds, 45 CFR 164.508(c).
  present: Set<String>,
  elements: Set<String>,
  segments: Set<String>,
  recipientIds: Set<String>,
  recipientClasses: Set<String>,
  signedAt: Long,
  expiresAt: Long,
  revokedAt?: Long,
};

action see appliesTo {
  principal: Person,
  resource: Record,
  context: {
    element: String,
    // Record types that can hold the element.
    heldBy: Set<String>,
    // use, disclose or request, 45 CFR 164.502(b)(1).
    act: String,
    capability: String,
    // The purpose as it was declared; absent: none was.
    declared?: String,
    caseId?: String,
    // The purpose and the ground on which it is asked, and the legal basis that follows from them.
    purpose: String,
    ground: String,
    basis: String,
    // Purposes that an approval in force was given for.
    approved: Set<String>,
    // The temporary grant, for the grounds approval and break-glass. No refs or systems: any.
    grant?: {
      kind: String,
      purpose: String,
      act: String,
      patients: Set<String>,
      refs: Set<String>,
      systems: Set<String>,
      elements: Set<String>,
      segments: Set<String>,
      from: Long,
      until: Long,
    },
    // The patient id is that of an individual, without "Patient/".
    recipient?: { class: String, id: String, patientId: String, verified: Bool },
    // A claimed exemption with its evidence; the citation is trimmed.
    claim?: {
      code: String,
      citation?: String,
      lawElements?: Set<String>,
      profile?: String,
      authorization?: Authorization,
    },
    // What patients restricted of this element of this record, toward this recipient.
    restrictions: Set<{ kind: String, basis: String }>,
    // What a device shows that has not proven what the policy asks of it; absent where it has, or nothing is asked.
    device?: Set<String>,
    system: String,
    channel: String,
    now: Long,
  },
};
`;
