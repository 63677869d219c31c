import type { Person } from "../world/types.ts";

export interface Department {
  /** `primary-care`; Organization and Location are `dept-primary-care`. */
  readonly id: string;
  readonly title: string;
  /** SNOMED CT clinical specialty or setting; null for offices. */
  readonly specialty: { readonly code: string; readonly display: string } | null;
  /** Patients are seen here. */
  readonly clinical: boolean;
  /** Where it lies when not in the main house. */
  readonly town?: string;
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
  /** First and last hour on the wall clock; beyond 24 on the next day. */
  readonly shift: readonly [from: number, until: number];
  /** Works at weekends and in a rota, since the department never closes. */
  readonly roundTheClock: boolean;
}

export interface Workforce {
  readonly members: readonly Member[];
  readonly departments: readonly Department[];
  /** The member with this user name; faults when there is none. */
  member(userName: string): Member;
  department(id: string): Department;
  /** Members of this role in this department, in order of the roster. */
  staff(role: string, department: string): readonly Member[];
  /**
   * Who of this role and department takes what `key` names. In a practice the first of them, since each job
   * is one person's; in larger houses one of them, spread evenly and always the same for a key.
   */
  takes(role: string, department: string, key: string): Member | undefined;
  /** Who does the work of this member on what `key` names: the member, or a colleague of the same role and department. */
  colleagueOf(userName: string, key: string): Member;
}
