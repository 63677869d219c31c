/** What may be done about a consent, and when; rules of 42 CFR 2.31. Pure. */
import type { Basis } from "../../../catalogue/vocabulary.ts";
import type { Result } from "../../../kernel/result.ts";
import { err, ok } from "../../../kernel/result.ts";
import type { DirectiveAct, DirectiveRefusal } from "../directive.ts";
import { latestAct } from "../directive.ts";
import type { ConsentActKind, ConsentTerms, PatientConsent } from "./types.ts";
import { CONSENT_PARTS } from "./types.ts";

export interface Hand {
  readonly by: string;
  readonly at: number;
}

type Act = DirectiveAct<ConsentActKind>;

/** Purposes for which a consent may be given for all future times, 42 CFR 2.31(a)(5)(iii) and (a)(7). */
const WITHOUT_END: ReadonlySet<Basis> = new Set(["treatment", "payment", "operations"]);

/** Terms on which something may be disclosed; error: why the consent is deficient, 2.31(c). */
export function checkConsent(terms: ConsentTerms, now: number): Result<ConsentTerms, DirectiveRefusal> {
  const missing = CONSENT_PARTS.filter((part) => !terms.present.includes(part));
  if (missing.length > 0)
    return err({
      code: "consent_deficient",
      message: `the consent lacks ${missing.map((part) => `\`${part}\``).join(", ")}`,
      hint: "Ask for a form with every element of 42 CFR 2.31(a).",
    });
  if (terms.signedAt > now)
    return err({
      code: "consent_not_signed",
      message: "the consent is dated in the future",
      hint: "Look at the date of the signature.",
    });
  if (terms.until === null && !terms.bases.every((basis) => WITHOUT_END.has(basis)))
    return err({
      code: "consent_without_end",
      message: "a consent for more than treatment, payment and operations has an end",
      hint: "Give `until`, 42 CFR 2.31(a)(7).",
    });
  if (terms.until !== null && terms.until <= now)
    return err({ code: "consent_expired", message: "the consent has ended", hint: "Ask for another." });
  return ok(terms);
}

/** True while something may be disclosed on it. */
export function isActive(consent: PatientConsent, now: number): boolean {
  const { signedAt, until } = consent.terms;
  return !isRevoked(consent) && signedAt <= now && now < (until ?? Infinity);
}

/** True once the patient has revoked it. */
export function isRevoked(consent: PatientConsent): boolean {
  return latestAct(consent).kind === "revoke";
}

/** The patient revokes it; what was disclosed before stays so, 2.31(a)(6). */
export function revoke(
  consent: PatientConsent,
  { by, at }: Hand,
  note: string | null,
): Result<Act, DirectiveRefusal> {
  if (!isRevoked(consent)) return ok({ n: latestAct(consent).n + 1, kind: "revoke", by, at, note });
  return err({
    code: "not_in_this_state",
    message: "the consent is revoked already",
    hint: "Look at what was done about it.",
  });
}
