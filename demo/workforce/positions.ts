/** One position to fill. */
export interface Position {
  readonly role: string;
  readonly department: string;
  readonly title: string;
  readonly credential?: string;
  readonly shift?: readonly [number, number];
  readonly roundTheClock?: boolean;
}

/** A position of one of the demo people. */
export interface DemoPosition extends Position {
  readonly userName: string;
  /** Where it differs from the user name. */
  readonly family?: string;
}

const DAY: readonly [number, number] = [8, 17];
export const DEFAULT_SHIFT = DAY;

/** Everyone one can sign in as in the demo, save the patient. */
export const DEMO_POSITIONS: readonly DemoPosition[] = [
  {
    userName: "paul.provider",
    role: "provider",
    department: "primary-care",
    title: "Family physician",
    credential: "MD",
  },
  {
    userName: "nina.nurse",
    role: "nurse",
    department: "primary-care",
    title: "Registered nurse",
    credential: "RN",
    shift: [7, 16],
  },
  {
    userName: "fran.frontdesk",
    family: "Front-Desk",
    role: "front-desk",
    department: "front-desk",
    title: "Front desk coordinator",
    shift: [7, 16],
  },
  {
    userName: "cal.callcenter",
    family: "Call-Center",
    role: "call-center",
    department: "call-center",
    title: "Call center agent",
  },
  { userName: "bea.biller", role: "biller", department: "billing", title: "Billing specialist" },
  { userName: "cory.coder", role: "coder", department: "coding", title: "Medical coder", credential: "CPC" },
  {
    userName: "cara.caremanager",
    family: "Care-Manager",
    role: "care-manager",
    department: "care-management",
    title: "Care manager",
    credential: "RN",
  },
  {
    userName: "phil.pharmacist",
    role: "pharmacist",
    department: "pharmacy",
    title: "Pharmacist",
    credential: "PharmD",
  },
  { userName: "quinn.quality", role: "quality-analyst", department: "quality", title: "Quality analyst" },
  {
    userName: "rita.researcher",
    role: "researcher",
    department: "research",
    title: "Principal investigator",
    credential: "PhD",
  },
  {
    userName: "ivan.itsupport",
    family: "IT-Support",
    role: "it-support",
    department: "it",
    title: "Application support",
  },
  {
    userName: "kai.keycustodian",
    family: "Key-Custodian",
    role: "key-custodian",
    department: "security",
    title: "Key custodian",
  },
  { userName: "priya.privacy", role: "privacy-officer", department: "privacy", title: "Privacy officer" },
  { userName: "sam.security", role: "security-officer", department: "security", title: "Security officer" },
  {
    userName: "harper.release",
    role: "records-release",
    department: "records-release",
    title: "Release of information specialist",
  },
  { userName: "max.manager", role: "manager", department: "administration", title: "Practice manager" },
  { userName: "audra.auditor", role: "auditor", department: "administration", title: "Internal auditor" },
  {
    userName: "hana.hr",
    family: "HR",
    role: "hr",
    department: "human-resources",
    title: "Human resources partner",
  },
  { userName: "vera.vendor", role: "vendor-support", department: "vendor", title: "Vendor support engineer" },
];

/** Colleagues of the practice, drawn from the town, with roles of the demo people. */
export const PRACTICE_COLLEAGUES: readonly Position[] = [
  { role: "provider", department: "primary-care", title: "Internist", credential: "MD" },
  {
    role: "provider",
    department: "primary-care",
    title: "Family physician",
    credential: "DO",
  },
  {
    role: "provider",
    department: "behavioral-health",
    title: "Psychologist",
    credential: "PsyD",
  },
  {
    role: "provider",
    department: "recovery-program",
    title: "Addiction nurse practitioner",
    credential: "NP",
  },
  { role: "provider", department: "day-surgery", title: "Surgeon", credential: "MD" },
  {
    role: "nurse",
    department: "primary-care",
    title: "Medical assistant",
    credential: "CMA",
    shift: [9, 18],
  },
  { role: "nurse", department: "primary-care", title: "Registered nurse", credential: "RN" },
  {
    role: "nurse",
    department: "day-surgery",
    title: "Perioperative nurse",
    credential: "RN",
    shift: [6, 15],
  },
  {
    role: "front-desk",
    department: "front-desk",
    title: "Front desk coordinator",
    shift: [9, 18],
  },
  { role: "biller", department: "billing", title: "Billing specialist" },
  {
    role: "pharmacist",
    department: "laboratory",
    title: "Laboratory technologist",
    credential: "MLS",
  },
  {
    role: "pharmacist",
    department: "imaging",
    title: "Imaging technologist",
    credential: "RT",
  },
];
