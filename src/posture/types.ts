import type { Facts, Subject } from "../decision/types.ts";
import type { Person } from "../identity/types.ts";
import type { CompiledPolicy } from "../policy/types.ts";

/** Where and when one asks: every figure of posture is about uses, now, through one system and channel. */
export interface Setting {
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly system: string;
  readonly channel: string;
}

/** One person of the roster, with what is known of whom they have to do with. */
export interface Member {
  readonly person: Person;
  readonly facts: Facts;
  /** The person as the decision sees them; whether they need an agreement depends on the policy's roles. */
  subjectUnder(policy: CompiledPolicy): Subject;
}

/** The patients that the upstream has. */
export interface Census {
  readonly ids: ReadonlySet<string>;
  /** When they were counted, milliseconds since 1970. */
  readonly asOf: number;
}
