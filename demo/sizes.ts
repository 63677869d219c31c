/** How large a house is and how its work is shared. */
export interface SizePlan {
  readonly patients: number;
  /** People of the town are more than its patients. */
  readonly townspeople: number;
  /** In a practice each job is one person's; in larger houses it is shared out among colleagues. */
  readonly jobs: "one-person" | "shared";
  /** Primary care sites. */
  readonly sites: number;
  /** Units with beds, staffed around the clock; none: no inpatients. */
  readonly wards: number;
  /** How many times the colleagues of a clinic each site, each ward and the rest of the house has. */
  readonly staffing: { readonly site: number; readonly ward: number; readonly house: number };
  /** Of the visits planned for a weekend, the share that takes place then; 0: closed. */
  readonly weekendShare: number;
  /** Charts of this size are too many to be served; its history can be exported. */
  readonly historyOnly?: true;
}

const NOBODY = { site: 0, ward: 0, house: 0 };

/** From a 3-physician practice to a medical center with 10,000 on the payroll. */
export const SIZES = {
  practice: {
    patients: 250,
    townspeople: 420,
    jobs: "one-person",
    sites: 1,
    wards: 0,
    staffing: NOBODY,
    weekendShare: 0,
  },
  clinic: {
    patients: 3_000,
    townspeople: 4_000,
    jobs: "shared",
    sites: 1,
    wards: 1,
    staffing: { site: 1, ward: 1, house: 1 },
    weekendShare: 0.9,
  },
  hospital: {
    patients: 20_000,
    townspeople: 25_000,
    jobs: "shared",
    sites: 4,
    wards: 5,
    staffing: { site: 1.7, ward: 1.25, house: 6.6 },
    weekendShare: 0.9,
  },
  "medical-center": {
    patients: 320_000,
    townspeople: 390_000,
    jobs: "shared",
    sites: 30,
    wards: 60,
    staffing: { site: 4.2, ward: 2.05, house: 136 },
    weekendShare: 0.9,
    historyOnly: true,
  },
} as const satisfies Record<string, SizePlan>;

/** Every size there is. */
export type HouseSize = keyof typeof SIZES;

/** A size whose charts can be written and served. */
export type HospitalSize = Exclude<HouseSize, "medical-center">;

/** The plan of a size, without the literal types of the table. */
export function planOf(size: HouseSize): SizePlan {
  return SIZES[size];
}
