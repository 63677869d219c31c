import type { Code } from "./datatypes.ts";
import { code } from "./datatypes.ts";
import { SYSTEMS } from "./systems.ts";

const act = (value: string, display: string): Code => code(SYSTEMS.actCode, value, display);

/** Security labels that the source systems put into `meta.security` (HL7 v3 ActCode and Confidentiality). */
export const LABELS = {
  restricted: code(SYSTEMS.confidentiality, "R", "restricted"),
  veryRestricted: code(SYSTEMS.confidentiality, "V", "very restricted"),
  normal: code(SYSTEMS.confidentiality, "N", "normal"),
  part2: act("42CFRPart2", "42 CFR Part2"),
  substanceUse: act("ETH", "substance abuse information sensitivity"),
  behavioralHealth: act("PSY", "psychiatry disorder information sensitivity"),
  psychotherapyNote: act("PSYTHPN", "psychotherapy note information sensitivity"),
  adolescent: act("ADOL", "adolescent information sensitivity"),
  hiv: act("HIV", "HIV/AIDS information sensitivity"),
  genetic: act("GDIS", "genetic disease information sensitivity"),
  sexualHealth: act("SEX", "sexuality and reproductive health information sensitivity"),
} as const;
