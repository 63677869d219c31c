import type { Day } from "../../calendar.ts";
import type { Patient } from "../../demand/types.ts";
import type { Random } from "../../random.ts";
import type { Household } from "../../world/types.ts";
import type { Member } from "../../workforce/types.ts";
import type { Agenda } from "../agenda.ts";
import type { Misuse, PersonnelChange } from "../types.ts";
import type { HistoryScope, Look } from "../workday.ts";

/** What an agent sees of the world when a plan is made. */
export interface Opportunity extends HistoryScope {
  readonly random: Random;
  readonly from: Day;
  readonly until: Day;
  readonly changes: readonly PersonnelChange[];
  /** Whom the whole town talks about. */
  readonly celebrities: readonly Patient[];
  readonly agenda: (day: Day) => Agenda;
  /** Who opens charts, each as often as they do: who has them open all day has the most opportunity. */
  readonly staff: readonly Member[];
}

/** One look of a plan. */
export interface PlannedLook extends Look {
  readonly member: Member;
  readonly day: Day;
}

/** What somebody is going to do, from one motive. */
export interface Incident {
  readonly kind: Misuse;
  readonly motive: string;
  readonly looks: readonly PlannedLook[];
  /** The personnel file still has this household's address for the member. */
  readonly oldAddress?: readonly [Member, Household];
}

/** Plans an incident, or finds no opportunity. */
export type Agent = (world: Opportunity) => Incident | null;
