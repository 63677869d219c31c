import type { Day, Moment } from "../calendar.ts";
import type { Town } from "./places.ts";

export type AdministrativeGender = "female" | "male" | "other";

/** A coded demographic category: OMB race and ethnicity, BCP 47 language. */
export interface Category {
  readonly code: string;
  readonly display: string;
}

export interface Address {
  readonly number: number;
  readonly street: string;
  readonly unit: string | null;
  readonly town: Town;
}

/** Someone who lives in the hospital's catchment: patient, member of the workforce, both or neither. */
export interface Person {
  /** Stable within a world: `household-12/2`. */
  readonly key: string;
  readonly given: readonly string[];
  readonly family: string;
  /** Family name at birth; differs after a marriage. */
  readonly birthFamily: string;
  /** The mother's family name at birth. */
  readonly mothersMaidenName: string;
  readonly gender: AdministrativeGender;
  /** Sex recorded at birth; gender identity may differ. */
  readonly birthSex: "F" | "M";
  readonly genderIdentity: "female" | "male" | "non-binary";
  /** Full years on the day the world is drawn for; what follows from age follows from this, so that it does not change from day to day. */
  readonly age: number;
  readonly bornOn: Day;
  readonly bornAt: Moment;
  readonly birthPlace: Town;
  readonly race: Category;
  readonly ethnicity: Category;
  readonly language: Category;
  readonly marital: "M" | "S" | "D" | "W";
  readonly role: "head" | "partner" | "child" | "parent";
  readonly occupation: string;
  readonly mobile: string;
  readonly email: string;
}

/** People who share an address, a phone and mostly a surname. */
export interface Household {
  readonly key: string;
  readonly address: Address;
  readonly phone: string;
  readonly members: readonly Person[];
}

export interface World {
  readonly households: readonly Household[];
}
