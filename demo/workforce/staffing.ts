import type { SizePlan } from "../sizes.ts";
import type { Department } from "./types.ts";
import type { Position } from "./positions.ts";
import { DEPARTMENTS } from "./departments.ts";

/** What is staffed in more than one place: primary care sites and wards. */
const SITE_TOWNS = ["Alder Falls", "Stonefield", "Westbridge", "Quarry Hill"] as const;
const WARD_KINDS = ["Medicine", "Surgery", "Heart and Lung", "Neurology", "Intensive Care"] as const;

const DAYS: readonly [number, number] = [7, 19];
const NIGHTS: readonly [number, number] = [19, 31];

interface Row {
  readonly position: Omit<Position, "shift" | "department">;
  readonly department: string;
  readonly count: number;
  readonly roundTheClock?: true;
}

const MD = { role: "provider", credential: "MD" };
const RN = { role: "nurse", title: "Registered nurse", credential: "RN" };

const SITE_ROWS: readonly Row[] = [
  { position: { ...MD, title: "Family physician" }, department: "primary-care", count: 9 },
  { position: RN, department: "primary-care", count: 4 },
  {
    position: { role: "nurse", title: "Medical assistant", credential: "CMA" },
    department: "primary-care",
    count: 5,
  },
];

const WARD_ROWS: readonly Row[] = [
  { position: { ...MD, title: "Hospitalist" }, department: "ward", count: 4, roundTheClock: true },
  { position: RN, department: "ward", count: 12, roundTheClock: true },
];

const HOUSE_ROWS: readonly Row[] = [
  {
    position: { ...MD, title: "Emergency physician" },
    department: "emergency",
    count: 4,
    roundTheClock: true,
  },
  { position: RN, department: "emergency", count: 4, roundTheClock: true },
  {
    position: { role: "front-desk", title: "Registration clerk" },
    department: "emergency",
    count: 4,
    roundTheClock: true,
  },
  { position: { role: "front-desk", title: "Front desk coordinator" }, department: "front-desk", count: 5 },
  { position: { role: "call-center", title: "Call center agent" }, department: "call-center", count: 1 },
  {
    position: { role: "provider", title: "Psychologist", credential: "PsyD" },
    department: "behavioral-health",
    count: 2,
  },
  {
    position: { role: "provider", title: "Addiction nurse practitioner", credential: "NP" },
    department: "recovery-program",
    count: 1,
  },
  { position: { ...MD, title: "Surgeon" }, department: "day-surgery", count: 1 },
  {
    position: { role: "nurse", title: "Perioperative nurse", credential: "RN" },
    department: "day-surgery",
    count: 1,
  },
  {
    position: { role: "pharmacist", title: "Pharmacist", credential: "PharmD" },
    department: "pharmacy",
    count: 4,
    roundTheClock: true,
  },
  {
    position: { role: "pharmacist", title: "Laboratory technologist", credential: "MLS" },
    department: "laboratory",
    count: 4,
    roundTheClock: true,
  },
  {
    position: { role: "pharmacist", title: "Imaging technologist", credential: "RT" },
    department: "imaging",
    count: 4,
    roundTheClock: true,
  },
  {
    position: { role: "care-manager", title: "Care manager", credential: "RN" },
    department: "care-management",
    count: 1,
  },
  { position: { role: "biller", title: "Billing specialist" }, department: "billing", count: 3 },
  { position: { role: "coder", title: "Medical coder", credential: "CPC" }, department: "coding", count: 2 },
  {
    position: { role: "records-release", title: "Release of information specialist" },
    department: "records-release",
    count: 1,
  },
];

/** Departments of a house: those of the practice, and with wards the further sites, the emergency department and the wards. */
export function departmentsOf(plan: SizePlan): readonly Department[] {
  if (plan.wards === 0) return DEPARTMENTS;
  const sites = Array.from({ length: plan.sites - 1 }, (_, nth): Department => {
    const town = SITE_TOWNS[(nth + 1) % SITE_TOWNS.length] ?? "";
    return {
      id: `primary-care-${nth + 2}`,
      title: `Primary Care ${town} ${nth + 2}`,
      specialty: { code: "394814009", display: "General practice" },
      clinical: true,
      town,
    };
  });
  const wards = Array.from({ length: plan.wards }, (_, nth): Department => {
    const kind = WARD_KINDS[nth % WARD_KINDS.length] ?? "";
    return {
      id: `ward-${nth + 1}`,
      title: `${kind}, Ward ${nth + 1}`,
      specialty: { code: "419192003", display: "Internal medicine" },
      clinical: true,
    };
  });
  const emergency: Department = {
    id: "emergency",
    title: "Emergency Department",
    specialty: { code: "773568002", display: "Emergency medicine" },
    clinical: true,
  };
  return [...DEPARTMENTS, ...sites, emergency, ...wards];
}

/** Positions beside those of the demo people: each site, each ward, the rest of the house, as often as the plan says. */
export function positionsOf(plan: SizePlan): readonly Position[] {
  const departments = departmentsOf(plan);
  const at = (prefix: string): string[] =>
    departments.map(({ id }) => id).filter((id) => id === prefix || id.startsWith(`${prefix}-`));
  return [
    ...at("primary-care").flatMap((site) => SITE_ROWS.flatMap((row) => fill(row, site, plan.staffing.site))),
    ...at("ward").flatMap((ward) => WARD_ROWS.flatMap((row) => fill(row, ward, plan.staffing.ward))),
    ...HOUSE_ROWS.flatMap((row) => fill(row, row.department, plan.staffing.house)),
  ];
}

/** Round the clock, every second one works nights. */
function fill(row: Row, department: string, times: number): Position[] {
  return Array.from({ length: Math.round(row.count * times) }, (_, nth) => ({
    ...row.position,
    department,
    ...(row.roundTheClock === true ? { shift: nth % 2 === 0 ? DAYS : NIGHTS, roundTheClock: true } : {}),
  }));
}
