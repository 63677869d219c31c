import { dayOfMoment, momentOf } from "../calendar.ts";
import type { Moment } from "../calendar.ts";
import type { Patient } from "../demand/types.ts";
import type { Member } from "../workforce/types.ts";
import type { Access, EvidenceTable, Section } from "./types.ts";
import type { HistoryScope, Workday } from "./workday.ts";

/** Who takes a step: somebody known by name, or whoever of a role is on duty in a department; `own` is that of the work. */
export type Actor = "clinician" | "physician" | readonly [role: string, department: string];

/** One step of a piece of work: who looks at what, when, how often it happens at all. */
export interface Step {
  readonly who: Actor;
  /** Minutes count from the beginning or the end of the work, or from an hour of its day. */
  readonly from: "start" | "end" | number;
  readonly minutes: readonly [from: number, to: number];
  readonly chance: number;
  /** The first always, the others by chance. */
  readonly sections: readonly [Section, ...(readonly [Section, number])[]];
  readonly action?: Access["action"];
  readonly remote?: true;
  /** Steps with the same name here are taken by the same person. */
  readonly hand?: string;
}

/** A row that the work leaves in a table. */
export interface Trace {
  readonly table: EvidenceTable;
  readonly kind: string;
  readonly departments: readonly string[];
  /** Whom it names, and in how many cases: often a department did it, and nobody is named. */
  readonly names: readonly (readonly [Actor, chance: number, hand?: string])[];
  readonly chance: number;
  /** Minutes around the work that the row covers. */
  readonly around: readonly [before: number, after: number];
}

/** Something to be done about a patient. */
export interface Work {
  readonly patient: Patient;
  readonly department: string;
  readonly start: Moment;
  readonly end: Moment;
  readonly clinician: Member | undefined;
  /** Decides who of those on duty takes it. */
  readonly key: string;
}

/** How a kind of work goes. */
export interface Procedure {
  readonly steps: readonly Step[];
  readonly traces: readonly Trace[];
}

/** Takes the steps of a procedure and leaves its traces. */
export function perform(scope: HistoryScope, today: Workday, work: Work, { steps, traces }: Procedure): void {
  for (const [nth, step] of steps.entries())
    take(scope, today, work, { ...step, hand: step.hand ?? `${nth}` });
  for (const trace of traces) leave(scope, today, work, trace);
}

function take(scope: HistoryScope, today: Workday, work: Work, step: Step & { readonly hand: string }): void {
  const { random } = today;
  const at = momentFor(work, step) + random.int(...step.minutes);
  const wanted = random.chance(step.chance);
  const [first, ...others] = step.sections;
  const sections = [
    first,
    ...others.filter(([, chance]) => random.chance(chance)).map(([section]) => section),
  ];
  if (!wanted) return;
  const member = actorOf(scope, work, { who: step.who, hand: step.hand, at });
  const { action = "view", remote = false } = step;
  today.look({ member, patient: work.patient, at, sections, action, remote });
}

function momentFor({ start, end }: Work, { from }: Step): Moment {
  if (from === "start") return start;
  return from === "end" ? end : momentOf(dayOfMoment(start), from);
}

function actorOf(
  { rota }: HistoryScope,
  { clinician, patient, department, key }: Work,
  { who, hand, at }: { readonly who: Actor; readonly hand: string; readonly at: Moment },
): Member | undefined {
  if (who === "clinician") return clinician;
  if (who === "physician") return patient.physician;
  return rota.onDuty(who[0], who[1] === "own" ? department : who[1], at, `${key}/${hand}`);
}

function leave(scope: HistoryScope, today: Workday, work: Work, trace: Trace): void {
  const { random } = today;
  const [before, after] = trace.around;
  const users = trace.names
    .filter(([, chance]) => random.chance(chance))
    .flatMap(([who, , hand = ""]) => actorOf(scope, work, { who, hand, at: work.start }) ?? []);
  if (!random.chance(trace.chance)) return;
  today.note({
    table: trace.table,
    patient: work.patient,
    users,
    departments: trace.departments.map((department) => (department === "own" ? work.department : department)),
    kind: trace.kind,
    from: work.start - before,
    until: work.end + after,
  });
}
