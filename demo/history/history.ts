import { isWorkday, MINUTES_PER_DAY, momentOf, weekday } from "../calendar.ts";
import type { Day } from "../calendar.ts";
import { idSource } from "../ids.ts";
import type { Patient } from "../demand/types.ts";
import type { Random } from "../random.ts";
import type { Scene } from "../scene.ts";
import type { Household } from "../world/types.ts";
import type { Member } from "../workforce/types.ts";
import { agendaOf, managedPatients } from "./agenda.ts";
import type { Agenda } from "./agenda.ts";
import { coincidenceOf, workWithoutTrace } from "./hard-negatives.ts";
import { planMisuse } from "./misuse.ts";
import type { NamedIncident } from "./misuse.ts";
import { drawParameters } from "./parameters.ts";
import type { HistoryParameters } from "./parameters.ts";
import { drawPersonnelChanges } from "./personnel.ts";
import { recordEvidence } from "./recording.ts";
import { rotaOf, shiftsOf } from "./rota.ts";
import { townOf } from "./town.ts";
import type { Access, HistoryDay, LoggedAccess, PersonnelChange } from "./types.ts";
import {
  workOnBooking,
  workOnClaim,
  workOnDenial,
  workOnMessage,
  workOnOutreach,
  workOnRelease,
  workOnResults,
  workOnStay,
  workOnTicket,
  workOnVisit,
} from "./work.ts";
import { Workday } from "./workday.ts";
import type { HistoryScope } from "./workday.ts";

const WEEKEND_MESSAGES = 0.45;
const OUTREACH_RATE = 0.04;
const RELEASES_PER_THOUSAND = 0.5;
const TICKETS_PER_THOUSAND = 0.3;
const MOST_WORKERS = 5_000;
/** One patient in so many is known to the whole town. */
const PATIENTS_PER_CELEBRITY = 1_500;

export interface HistoryOptions {
  readonly days: number;
  /** Draws another history of the same world. */
  readonly variant?: string;
  /** For tests: misuse in distinct user-patient-days in ten thousand, where a world's own is too rare to measure. */
  readonly misusePerTenThousand?: number;
}

/** What happened in a hospital over some days, who looked at what because of it, and what its tables say about it. */
export interface History {
  readonly from: Day;
  /** The day after the last. */
  readonly until: Day;
  readonly parameters: HistoryParameters;
  readonly changes: readonly PersonnelChange[];
  readonly celebrities: readonly Patient[];
  readonly incidents: readonly NamedIncident[];
  /** Members whose personnel file has an address they no longer live at. */
  readonly oldAddresses: ReadonlyMap<Member, Household>;
  /** Day by day, none kept: the history of a medical center does not fit into memory. Can be read more than once. */
  days(): Generator<HistoryDay>;
}

/** Draws the access history of the days before the scene's own. Work first, then misuse laid over it. */
export function drawHistory(scene: Scene, options: HistoryOptions): History {
  const random = scene.random.stream(`history/${options.variant ?? ""}`);
  const [from, until] = [scene.today - options.days, scene.today];
  const changes = drawPersonnelChanges(random.stream("personnel"), scene.workforce, { from, until });
  const parameters = drawParameters(random.stream("parameters"));
  const scope: HistoryScope = {
    scene,
    parameters,
    rota: rotaOf(scene.workforce, changes),
    town: townOf(scene),
  };
  const plan = new DayPlan(scope, random, agendaOf(scene, from, until));
  const celebrities = drawCelebrities(random.stream("celebrities"), scene);
  const perTenThousand = options.misusePerTenThousand ?? parameters.misusePerTenThousand;
  const { userPatientDays, workers } = plan.survey(from, until);
  const budget = (perTenThousand * userPatientDays) / 10_000;
  const misuse = random.stream("misuse");
  const staff = misuse.sample(
    workers.filter(({ role }) => AT_CHARTS.has(role)),
    MOST_WORKERS,
  );
  const world = { ...scope, random: misuse, from, until, changes, celebrities, agenda: plan.agenda, staff };
  const incidents = planMisuse(world, misuse, budget);
  const known = new Set(celebrities.map(({ id }) => id));
  return {
    from,
    until,
    parameters,
    changes,
    celebrities,
    incidents,
    oldAddresses: new Map(
      incidents.flatMap(({ oldAddress }) => (oldAddress === undefined ? [] : [oldAddress])),
    ),
    days: () => daysOf({ plan, random, from, until, incidents, celebrities: known }),
  };
}

/** Roles that open charts in the course of their work. */
const AT_CHARTS = new Set([
  "provider",
  "nurse",
  "front-desk",
  "call-center",
  "biller",
  "coder",
  "care-manager",
  "pharmacist",
  "records-release",
]);

function drawCelebrities(random: Random, { demand }: Scene): readonly Patient[] {
  const adults = demand.patients.filter(({ person }) => person.age >= 25);
  return random.sample(adults, Math.max(2, Math.round(demand.patients.length / PATIENTS_PER_CELEBRITY)));
}

/** Does the work of a day, whatever day it is. */
class DayPlan {
  readonly scope: HistoryScope;
  readonly agenda: (day: Day) => Agenda;
  readonly #random: Random;
  readonly #managed: readonly Patient[];

  constructor(scope: HistoryScope, random: Random, agenda: (day: Day) => Agenda) {
    this.scope = scope;
    this.agenda = agenda;
    this.#random = random;
    this.#managed = managedPatients(scope.scene);
  }

  /** Each kind of work from its own stream. */
  work(day: Day): readonly Workday[] {
    const { scope } = this;
    const agenda = this.agenda(day);
    scope.rota.turnTo(day);
    const begun: Workday[] = [];
    const begin = (name: string): Workday => {
      const today = new Workday(day, this.#random.stream(`${name}/${day}`));
      begun.push(today);
      return today;
    };
    const clinic = begin("visits");
    for (const visit of agenda.visits) workOnVisit(scope, clinic, visit);
    const ward = begin("stays");
    for (const visit of agenda.stays) workOnStay(scope, ward, visit);
    const later = begin("results");
    for (const visit of agenda.results) workOnResults(scope, later, visit);
    this.#office(begin("office"), agenda);
    this.#messages(begin("messages"));
    workWithoutTrace(scope, begin("without-trace"), agenda);
    this.#shifts(begin("shifts"));
    return begun;
  }

  #office(today: Workday, { made, claimed, answered }: Agenda): void {
    for (const booking of made) workOnBooking(this.scope, today, booking);
    for (const billing of claimed) workOnClaim(this.scope, today, billing);
    for (const billing of answered) workOnDenial(this.scope, today, billing);
    for (const patient of this.#managed)
      if (today.random.chance(OUTREACH_RATE)) workOnOutreach(this.scope, today, patient);
  }

  #messages(today: Workday): void {
    const { patients } = this.scope.scene.demand;
    const share = isWorkday(today.day) ? 1 : WEEKEND_MESSAGES;
    const count = Math.round(patients.length * this.scope.parameters.messageRate * share);
    for (let nth = 0; nth < count; nth++) workOnMessage(this.scope, today, today.random.pick(patients));
    const releases = isWorkday(today.day) ? (patients.length * RELEASES_PER_THOUSAND) / 1_000 : 0;
    for (let nth = today.random.next(); nth < releases; nth++)
      workOnRelease(this.scope, today, today.random.pick(patients));
    const tickets = (patients.length * TICKETS_PER_THOUSAND) / 1_000;
    for (let nth = today.random.next(); nth < tickets; nth++)
      workOnTicket(this.scope, today, today.random.pick(patients));
  }

  #shifts(today: Workday): void {
    const { scene, rota } = this.scope;
    for (const { member, from, until } of shiftsOf(scene.workforce, rota, today.day)) {
      today.note({
        table: "shifts",
        patient: null,
        users: [member],
        departments: [member.department],
        kind: "rostered",
        from,
        until,
      });
    }
  }

  /**
   * What one Wednesday and one Sunday tell of ordinary work: how many distinct user-patient-days there are, and
   * who does it, each as often as they open a chart.
   */
  survey(from: Day, until: Day): { readonly userPatientDays: number; readonly workers: readonly Member[] } {
    const days = Array.from({ length: until - from }, (_, nth) => from + nth);
    const on = (wanted: number): readonly Access[] =>
      this.work(days.find((day) => weekday(day) === wanted) ?? from).flatMap(({ accesses }) => accesses);
    const distinct = (accesses: readonly Access[]): number =>
      new Set(accesses.map(({ member, patient }) => `${member.userName}/${patient?.id ?? ""}`)).size;
    const [wednesday, sunday] = [on(3), on(0)];
    return {
      userPatientDays: ((until - from) * (5 * distinct(wednesday) + 2 * distinct(sunday))) / 7,
      workers: [...wednesday, ...sunday].map(({ member }) => member),
    };
  }
}

function* daysOf(of: {
  readonly plan: DayPlan;
  readonly random: Random;
  readonly from: Day;
  readonly until: Day;
  readonly incidents: readonly NamedIncident[];
  readonly celebrities: ReadonlySet<string>;
}): Generator<HistoryDay> {
  const { plan, random, incidents } = of;
  const { scene, parameters } = plan.scope;
  const ids = idSource(`${scene.seed}/history`);
  let counted = { accesses: 0, evidence: 0 };
  let beyond: Access[] = [];
  for (let day = of.from; day < of.until; day++) {
    const work = [...plan.work(day), misuseOf(day, incidents, random.stream(`misuse/${day}`))];
    const ends = momentOf(day + 1, 0);
    const all = [...beyond, ...work.flatMap(({ accesses }) => accesses)];
    beyond = all.filter(({ at }) => at >= ends);
    const draw = random.stream(`log/${day}`);
    const accesses = all
      .filter(({ at }) => at < ends)
      .map((access) => ({ ...labeled(plan.scope, of.celebrities, access), afterMs: draw.int(0, 59_999) }))
      .toSorted((a, b) => a.at - b.at || a.afterMs - b.afterMs)
      .map((access, nth): LoggedAccess => ({ ...access, id: ids.idOf("access", counted.accesses + nth) }));
    const evidence = recordEvidence(
      work.flatMap(({ evidence: rows }) => rows),
      {
        random: random.stream(`evidence/${day}`),
        parameters,
        departments: scene.workforce.departments,
        ids,
        first: counted.evidence,
      },
    );
    counted = { accesses: counted.accesses + accesses.length, evidence: counted.evidence + evidence.length };
    yield { day, accesses, evidence };
  }
}

function misuseOf(day: Day, incidents: readonly NamedIncident[], random: Random): Workday {
  const today = new Workday(day, random);
  for (const { id, kind, looks } of incidents) {
    for (const look of looks)
      if (look.day === day) today.look({ ...look, truth: { label: "misuse", kind, incident: id } });
  }
  return today;
}

function labeled(scope: HistoryScope, celebrities: ReadonlySet<string>, access: Access): Access {
  if (access.truth !== null) return access;
  const kind = coincidenceOf(scope, celebrities, access);
  if (kind === null) return access;
  const incident = `${kind}/${Math.floor(access.at / MINUTES_PER_DAY)}/${access.member.userName}`;
  return { ...access, truth: { label: "hard-negative", kind, incident } };
}
