import type { Basis, ExemptionCode } from "../../../catalogue/vocabulary.ts";
import type { CompiledExemption, CompiledPolicy } from "../../types.ts";
import { EXEMPT, purposesOf } from "./conditions.ts";
import { given } from "./grants.ts";
import { allOf, anyOf, forbid, isOneOf, isWithin, quoted, setOf, type Statement } from "./statement.ts";

/** 45 CFR 164.508(c)(1)(i)–(vi) and (c)(2)(i)–(iii). */
const AUTHORIZATION_PARTS: readonly string[] = [
  "conditioning",
  "description",
  "expiration",
  "persons-disclosing",
  "persons-receiving",
  "purpose",
  "redisclosure",
  "right-to-revoke",
  "signature-and-date",
];

/** The legal ground an exemption stands on; hipaa-compliance keeps the one of its purpose. */
const BASIS: Readonly<Record<ExemptionCode, Basis | null>> = {
  treatment: "treatment",
  individual: "individual",
  authorization: "authorization",
  "required-by-law": "required-by-law",
  hhs: "required-by-law",
  "hipaa-compliance": null,
};

/** Whom one must have verified before anything leaves, 45 CFR 164.514(h). */
const VERIFIED: ReadonlySet<ExemptionCode> = new Set(["individual", "hhs", "required-by-law"]);

/**
 * The exemptions of 45 CFR 164.502(b)(2), each as what it keeps back: the grants permit the records, and nothing leaves
 * on the ground of an exemption beyond its acts, recipients, purposes and text.
 */
export function exemptionStatements(policy: CompiledPolicy): readonly Statement[] {
  const exemptions = [...policy.exemptions.values()].toSorted((a, b) => (a.code < b.code ? -1 : 1));
  const grounds = exemptions.map(({ code }) => `exempt:${code}`);
  return [
    forbid("exempt:unknown", { when: [EXEMPT], unless: isOneOf("context.ground", grounds) }, [
      "an exemption that the policy does not have",
    ]),
    forbid("exempt:no-fallback", { when: ["context has claim"], unless: EXEMPT }, [
      "a claim that fails does not fall back to the purpose's own rules",
    ]),
    ...exemptions.map((exemption) => limits(policy, exemption)),
  ];
}

function limits(policy: CompiledPolicy, exemption: CompiledExemption): Statement {
  const { code, rule, acts, bases, exceptSegments, cfr, at } = exemption;
  const basis = BASIS[code];
  const purposes = purposesOf(policy).filter((purpose) => bases.has(purpose.basis));
  const lifted = policy.segments.filter(
    ({ bit, guard }) => guard !== "none" || (exceptSegments & (1 << bit)) === 0,
  );
  const unless = allOf([
    claimed(code),
    ...(basis === null ? [] : [`context.basis == ${quoted(basis)}`]),
    isOneOf("context.act", acts),
    isOneOf(
      "context.purpose",
      purposes.map(({ id }) => id),
    ),
    recipients(exemption),
    ...(VERIFIED.has(code)
      ? ['(context.act == "use" || (context has recipient && context.recipient.verified))']
      : []),
    isWithin(
      "resource.segments",
      lifted.map(({ id }) => id),
    ),
    ...text(policy, exemption),
  ]);
  return forbid(rule, { when: [`context.ground == ${quoted(`exempt:${code}`)}`], unless }, [
    cfr,
    `${at.file}:${at.line}`,
  ]);
}

/** Treatment is found where something leaves and nothing is claimed; the others are claimed. */
function claimed(code: ExemptionCode): string {
  if (code !== "treatment") return `context has claim && context.claim.code == ${quoted(code)}`;
  return '(if context has claim then context.claim.code == "treatment" else context.act != "use")';
}

function recipients({ code, recipients: classes }: CompiledExemption): string {
  const listed = `(context has recipient && ${isOneOf("context.recipient.class", classes)})`;
  // A request for treatment is exempt for who asks, not for whom we ask.
  const asked = code === "treatment" ? ['context.act == "request"'] : [];
  return anyOf(['context.act == "use"', ...asked, listed]);
}

/** As far as its own text, and for an individual as far as that individual. */
function text(policy: CompiledPolicy, { code, reach, profiles }: CompiledExemption): readonly string[] {
  const cited = 'context has claim && context.claim has citation && context.claim.citation != ""';
  return [
    ...(code === "required-by-law" ? [cited] : []),
    ...(code === "individual" ? [OWN_RECORD] : []),
    ...(reach === "authorization-text" ? AUTHORIZATION : []),
    ...(reach === "law-list"
      ? [
          "context has claim && context.claim has lawElements && context.claim.lawElements.contains(context.element)",
        ]
      : []),
    ...(reach === "transaction-profile" ? [transaction(policy, profiles)] : []),
  ];
}

const OWN_RECORD =
  '(if context has recipient && context.recipient.class == "individual" then resource.patients == [context.recipient.patientId] else true)';

/** Valid now, 45 CFR 164.508(b); names who receives, or for a use who uses; reaches as far as it describes. */
const AUTHORIZATION: readonly string[] = [
  "context has claim && context.claim has authorization",
  `context.claim.authorization.present.containsAll(${setOf(AUTHORIZATION_PARTS)})`,
  "context.claim.authorization.signedAt <= context.now",
  "context.now < context.claim.authorization.expiresAt",
  "!(context.claim.authorization has revokedAt && context.claim.authorization.revokedAt <= context.now)",
  `(if context.act == "use" then context.claim.authorization.recipientIds.contains(principal.personId)
    else context has recipient && (context.claim.authorization.recipientIds.contains(context.recipient.id) ||
      context.claim.authorization.recipientClasses.contains(context.recipient.class)))`,
  "resource.patients == [context.claim.authorization.patientId]",
  "context.claim.authorization.elements.contains(context.element)",
  "context.claim.authorization.segments.containsAll(resource.segments)",
];

function transaction(policy: CompiledPolicy, profiles: CompiledExemption["profiles"]): string {
  const required = [...profiles.keys()].toSorted().map((name) => {
    const elements = given(policy, profiles.get(name) ?? new Uint8Array());
    return `(context.claim.profile == ${quoted(name)} && ${isOneOf("context.element", elements)})`;
  });
  return `context has claim && context.claim has profile && ${anyOf(required)}`;
}
