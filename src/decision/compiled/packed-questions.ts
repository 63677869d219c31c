import { AppError } from "../../kernel/errors.ts";
import { BY_RECORD } from "../packed-relations.ts";
import type { PackedRelations } from "../packed-relations.ts";
import type { InternedCaller } from "./interned-caller.ts";
import { ASK_BY_NAMES, UNKNOWN } from "./numbers.ts";
import type { FormNumber, ViewNumber } from "./numbers.ts";
import type { PolicyTables } from "./policy-tables.ts";
import type { InternedQuestion, InternedSession } from "./view-interned.ts";
import { cellOf, viewInterned } from "./view-interned.ts";

/** Integers a question, the last two of which are the hour as one double. */
const WIDTH = 8;
const SESSION = 0;
const USE = 1;
const TYPE = 2;
const SEGMENTS = 3;
const PATIENT = 4;
const LENT = 5;
/** In doubles. */
const HOUR = 3;

/**
 * Uses to be decided under one policy, such as the records of a list, side by side in memory: two to a cache line. What
 * was met before is answered from there; anything else is asked as the question that was put in.
 */
export class PackedQuestions {
  private readonly tables: PolicyTables;
  private readonly asked: readonly InternedQuestion[];
  /** Of each session, by its number: side by side, so that each is one step away. */
  private readonly callers: readonly InternedCaller[];
  private readonly relations: readonly PackedRelations[];
  private readonly owns: Int32Array;
  private readonly cells: Int32Array;
  /** The same memory. */
  private readonly hours: Float64Array;

  /**
   * @param lent for each question, what `lentTo` finds.
   * @throws AppError `internal` where a caller stands under another policy: the numbers are those of one.
   */
  constructor(tables: PolicyTables, asked: readonly InternedQuestion[], lent: readonly FormNumber[]) {
    if (asked.some(({ session }) => session.caller.tables !== tables))
      throw new AppError("internal", "a question stands under another policy than those beside it");
    const numbers = new Map<InternedSession, number>();
    for (const { session } of asked) if (!numbers.has(session)) numbers.set(session, numbers.size);
    this.tables = tables;
    this.asked = asked;
    const sessions = [...numbers.keys()];
    this.callers = sessions.map(({ caller }) => caller);
    this.relations = sessions.map(({ relations }) => relations);
    this.owns = Int32Array.from(sessions, ({ own }) => own);
    this.cells = new Int32Array(asked.length * WIDTH);
    this.hours = new Float64Array(this.cells.buffer);
    for (const [at, one] of asked.entries())
      this.place(at, numbers.get(one.session) ?? 0, one, lent[at] ?? UNKNOWN);
  }

  private place(at: number, session: number, asked: InternedQuestion, lent: FormNumber): void {
    const from = at * WIDTH;
    this.cells[from + SESSION] = session;
    this.cells[from + USE] = asked.session.caller.useOf(asked.purpose, asked.capability);
    this.cells[from + TYPE] = asked.type;
    this.cells[from + SEGMENTS] = asked.segments;
    this.cells[from + PATIENT] = asked.patient;
    this.cells[from + LENT] = lent;
    this.hours[(from >> 1) + HOUR] = asked.now;
  }

  get length(): number {
    return this.asked.length;
  }

  /** What the record of the question in this place shows, as `viewInterned` has it. */
  viewAt(at: number): ViewNumber {
    const { cells } = this;
    const { plans, views, conditions } = this.tables;
    const from = at * WIDTH;
    const session = cells[from + SESSION] ?? UNKNOWN;
    const caller = this.callers[session];
    const relations = this.relations[session];
    if (caller === undefined || relations === undefined) return ASK_BY_NAMES;
    const type = cells[from + TYPE] ?? UNKNOWN;
    const lent = cells[from + LENT] ?? UNKNOWN;
    const now = this.hours[(from >> 1) + HOUR] ?? Number.NaN;
    const plan = caller.knownPlan(cells[from + USE] ?? UNKNOWN, now);
    if ((plan | type | lent) < 0) return this.ask(at);
    const wanted = plans.knownWanted(plan, type);
    // Those of the policy are at hand sooner than those of the plan, which nearly always are the same.
    if (wanted < 0 || conditions === null || plans.conditionsOf(plan) !== conditions) return this.ask(at);
    const patient = cells[from + PATIENT] ?? UNKNOWN;
    if (patient === this.owns[session]) return this.ask(at);
    const held = relations.scan(patient, now, wanted, conditions);
    // Where nothing holds, and nothing was lent, all cells are cell 0; without a branch, as no processor can foresee it.
    const any = -(held | lent) >> 31;
    const segments = (cells[from + SEGMENTS] ?? 0) & any;
    const known =
      held < BY_RECORD ? views.find(cellOf(plan, type, lent) & any, held, segments) : ASK_BY_NAMES;
    return known === ASK_BY_NAMES ? this.ask(at) : known;
  }

  /** As the question that was put in: something has to be worked out, or the record makes a difference. */
  private ask(at: number): ViewNumber {
    const asked = this.asked[at];
    return asked === undefined ? ASK_BY_NAMES : viewInterned(asked, this.cells[at * WIDTH + LENT] ?? UNKNOWN);
  }

  /** Which of the type's first 32 elements come out untransformed, a bit each. */
  keptAt(view: ViewNumber): number {
    return this.tables.views.keptAt(view);
  }
}
