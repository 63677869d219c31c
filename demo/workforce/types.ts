import type { Person } from "../world/types.ts";

export interface Department {
  /** `primary-care`; Organization and Location are `dept-primary-care`. */
  readonly id: string;
  readonly title: string;
  /** SNOMED CT clinical specialty or setting; null for offices. */
  readonly specialty: { readonly code: string; readonly display: string } | null;
  /** Patients are seen here. */
  readonly clinical: boolean;
}

/** One who works for the hospital (or for a vendor of it). */
export interface Member {
  /** `paul.provider` */
  readonly userName: string;
  readonly displayName: string;
  readonly role: string;
  readonly department: string;
  readonly manager: string | null;
  readonly practitionerId: string;
  readonly title: string;
  readonly credential: string | null;
  /** National Provider Identifier of the clinicians; passes its Luhn check. */
  readonly npi: string | null;
  readonly person: Person;
  /** First and last hour on the wall clock. */
  readonly shift: readonly [from: number, until: number];
}

export interface Workforce {
  readonly members: readonly Member[];
  readonly departments: readonly Department[];
  /** The member with this user name; faults when there is none. */
  member(userName: string): Member;
  department(id: string): Department;
}
