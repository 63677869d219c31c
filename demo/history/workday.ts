import type { Day, Moment } from "../calendar.ts";
import type { Patient } from "../demand/types.ts";
import type { Random } from "../random.ts";
import type { Scene } from "../scene.ts";
import type { Member } from "../workforce/types.ts";
import type { HistoryParameters } from "./parameters.ts";
import type { Rota } from "./rota.ts";
import type { Town } from "./town.ts";
import type { Access, EvidenceRow, Section, Truth } from "./types.ts";

/** What everything that happens in a history is drawn from. */
export interface HistoryScope {
  readonly scene: Scene;
  readonly parameters: HistoryParameters;
  readonly rota: Rota;
  readonly town: Town;
}

/** How somebody looks at something. */
export interface Look {
  readonly member: Member | null | undefined;
  readonly patient: Patient | null;
  readonly at: Moment;
  readonly sections: readonly Section[];
  readonly action?: Access["action"];
  readonly seconds?: number;
  readonly records?: number;
  readonly remote?: boolean;
  /** At the place of this department rather than the member's own. */
  readonly place?: string;
  readonly truth?: Truth | null;
}

const WORKPLACES = 6;

/** Collects what happens on one day: accesses, and the rows that the systems of the hospital keep of their causes. */
export class Workday {
  readonly day: Day;
  readonly random: Random;
  readonly accesses: Access[] = [];
  readonly evidence: EvidenceRow[] = [];

  constructor(day: Day, random: Random) {
    this.day = day;
    this.random = random;
  }

  /** One access for each section, a minute or so apart; none when there is nobody to look. */
  look(look: Look): void {
    const { member, patient } = look;
    if (member === null || member === undefined) return;
    let at = look.at;
    for (const section of look.sections) {
      this.accesses.push({
        at: Math.round(at),
        member,
        patient,
        section,
        action: look.action ?? "view",
        seconds: look.seconds ?? this.#dwell(),
        records: look.records ?? 1,
        device: this.#deviceOf(member, look),
        truth: look.truth ?? null,
      });
      at += this.random.int(1, 3);
    }
  }

  note(row: EvidenceRow): void {
    this.evidence.push(row);
  }

  /** Most screens are left within a minute or two, some stay open. */
  #dwell(): number {
    return Math.round(Math.min(1_800, 20 + -Math.log(1 - this.random.next()) * 70));
  }

  #deviceOf(member: Member, look: Look): string {
    if (look.remote === true) return `remote-${member.practitionerId.slice("practitioner-".length)}`;
    return `ws-${look.place ?? member.department}-${this.random.int(1, WORKPLACES)}`;
  }
}

/** A short list of sections, the first always, the others by chance. */
export function some(
  random: Random,
  first: Section,
  ...others: readonly (readonly [Section, number])[]
): Section[] {
  return [first, ...others.filter(([, chance]) => random.chance(chance)).map(([section]) => section)];
}
