/** Codes of HL7 v3 that a policy declares and an answer carries. */
import { codeData } from "./definitions.ts";

export const ACT_REASON = "http://terminology.hl7.org/CodeSystem/v3-ActReason";
export const ACT_CODE = "http://terminology.hl7.org/CodeSystem/v3-ActCode";
export const OBSERVATION_VALUE = "http://terminology.hl7.org/CodeSystem/v3-ObservationValue";
export const CONFIDENTIALITY = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality";

const PURPOSE_ROOT = "PurposeOfUse";

/** True for a code of v3 ActReason under PurposeOfUse: `TREAT`, `CLMATTCH`… */
export function isPurposeOfUseCode(code: string): boolean {
  return Object.hasOwn(codeData().purposeOfUse, code);
}

/** The purpose a purpose is a kind of: `CLMATTCH` → `HPAYMT`. Undefined at the top and for what is no purpose. */
export function parentOfPurposeCode(code: string): string | undefined {
  const parent = Object.hasOwn(codeData().purposeOfUse, code) ? codeData().purposeOfUse[code] : undefined;
  return parent === PURPOSE_ROOT ? undefined : parent;
}

/** True for an information sensitivity code of v3 ActCode: `ETH`, `PSY`, `HIV`… */
export function isSensitivityCode(code: string): boolean {
  return Object.hasOwn(codeData().informationSensitivity, code);
}

/** True for `system|code` of a security label that meta.security may carry here: sensitivity, privacy law, confidentiality, obligation, integrity. */
export function isSecurityLabel(label: string): boolean {
  const at = label.lastIndexOf("|");
  const [system, code] = [label.slice(0, Math.max(0, at)), label.slice(at + 1)];
  const { informationSensitivity, privacyLaw, obligation, securityIntegrity, confidentiality } = codeData();
  if (system === ACT_CODE)
    return [informationSensitivity, privacyLaw, obligation].some((list) => Object.hasOwn(list, code));
  if (system === OBSERVATION_VALUE) return Object.hasOwn(securityIntegrity, code);
  return system === CONFIDENTIALITY && Object.hasOwn(confidentiality, code);
}

/** HL7 v3 ObservationValue REDACTED: some of the record was left out for this recipient. */
export const REDACTED = { system: OBSERVATION_VALUE, code: "REDACTED" } as const;

/** HL7 v3 ActCode MINEC: what is here is the minimum necessary. */
export const MINEC = { system: ACT_CODE, code: "MINEC" } as const;
