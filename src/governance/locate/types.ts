import type { JsonObject } from "../../kernel/json.ts";
import type { CompiledOrg } from "../../policy/types.ts";

/** What one patient is looked up by: the exact record number, or name and birth date (45 CFR 164.514(d)(2)). */
export type LocateKey =
  | { readonly kind: "mrn"; readonly mrn: string }
  | {
      readonly kind: "name";
      readonly family: string;
      /** The first given name, or all of them. */
      readonly given: string;
      /** `YYYY-MM-DD` */
      readonly birthDate: string;
    };

/** The one patient that was found, as the locate grant shows them. */
export interface Located {
  readonly id: string;
  /** Rebuilt from the grant's elements; not labeled. */
  readonly resource: JsonObject;
  readonly rules: readonly string[];
  readonly grantIds: readonly string[];
  /** Catalogue ids. */
  readonly released: readonly string[];
  readonly withheldCount: number;
}

/** How often one person may look up, and look up in vain, within an hour. */
export interface LocateLimits {
  /** One miss more locks the right. */
  readonly missesPerHour: number;
  /** One lookup more has to wait, whether or not it would find anybody. */
  readonly lookupsPerHour: number;
}

/** A person's right to look up, locked after too many misses: a case, until somebody unlocks it. */
export interface LocateLock {
  /** UUIDv7 */
  readonly id: string;
  readonly personId: string;
  /** Milliseconds since 1970. */
  readonly lockedAt: number;
  /** Lookups in vain of the hour before. */
  readonly misses: number;
}

const DEFAULT_LIMITS: LocateLimits = { missesPerHour: 10, lookupsPerHour: 60 };

/** The organization's limits, or those that hold where it says nothing. */
export function limitsOf({ locate }: CompiledOrg): LocateLimits {
  return locate ?? DEFAULT_LIMITS;
}
