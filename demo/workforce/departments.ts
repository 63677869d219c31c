import type { Department } from "./types.ts";

const PRIMARY_CARE = { code: "394814009", display: "General practice" };

/** Primary care at the main house or at one of its sites. */
export function isPrimaryCare(department: string): boolean {
  return department === "primary-care" || department.startsWith("primary-care-");
}

/** Departments of the practice. The ids are those that the workforce roster and the policy use. */
export const DEPARTMENTS: readonly Department[] = [
  { id: "primary-care", title: "Primary Care", specialty: PRIMARY_CARE, clinical: true },
  {
    id: "behavioral-health",
    title: "Behavioral Health",
    specialty: { code: "394587001", display: "Psychiatry" },
    clinical: true,
  },
  {
    id: "recovery-program",
    title: "Riverside Recovery Program",
    specialty: { code: "408466003", display: "Substance misuse service" },
    clinical: true,
  },
  {
    id: "laboratory",
    title: "Laboratory",
    specialty: { code: "394915009", display: "General pathology" },
    clinical: true,
  },
  { id: "imaging", title: "Imaging", specialty: { code: "394914008", display: "Radiology" }, clinical: true },
  {
    id: "pharmacy",
    title: "Pharmacy",
    specialty: { code: "310080006", display: "Pharmacy service" },
    clinical: true,
  },
  {
    id: "day-surgery",
    title: "Day Surgery",
    specialty: { code: "394609007", display: "Surgery" },
    clinical: true,
  },
  { id: "care-management", title: "Care Management", specialty: null, clinical: false },
  { id: "front-desk", title: "Front Desk", specialty: null, clinical: false },
  { id: "call-center", title: "Call Center", specialty: null, clinical: false },
  { id: "billing", title: "Billing", specialty: null, clinical: false },
  { id: "coding", title: "Coding", specialty: null, clinical: false },
  { id: "quality", title: "Quality", specialty: null, clinical: false },
  { id: "research", title: "Research", specialty: null, clinical: false },
  { id: "records-release", title: "Health Information Management", specialty: null, clinical: false },
  { id: "privacy", title: "Privacy Office", specialty: null, clinical: false },
  { id: "security", title: "Information Security", specialty: null, clinical: false },
  { id: "it", title: "Information Technology", specialty: null, clinical: false },
  { id: "human-resources", title: "Human Resources", specialty: null, clinical: false },
  { id: "administration", title: "Administration", specialty: null, clinical: false },
  { id: "vendor", title: "Vendor Services", specialty: null, clinical: false },
];
