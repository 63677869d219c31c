import type { Bearing } from "./bearing.ts";

/** Something beside the cells that two policies say differently. */
export interface OtherChange {
  /** `purpose`, `segment`, `relation`, `role`, `grant`, `exemption`, `exception`, `element`, `org`, `devices`, `person`… */
  readonly kind: string;
  readonly id: string;
  /** `disclose.to`; empty where the whole came or went. */
  readonly field: string;
  /** Of a list what only the policy before has; of anything else what it was. */
  readonly was: readonly string[];
  /** Of a list what only the policy after has; of anything else what it is. */
  readonly is: readonly string[];
  readonly bearing: Bearing;
}
