import type { Clock } from "../../kernel/clock.ts";
import type { CountSealed, ReasonsToKeep, ShreddingQuery, ShreddingStore } from "./ports.ts";
import type {
  KeepReason,
  Shredding,
  ShreddingActor,
  ShreddingOutcome,
  ShreddingRefusal,
  ShreddingStanding,
} from "./types.ts";

export interface ShreddingProposal {
  readonly id: string;
  readonly patientId: string;
  readonly reason: string;
}

/** Where keys of patients are destroyed, by two people (45 CFR 164.310(d)(2)(i)). */
export interface ShreddingDesk {
  propose(asked: ShreddingProposal, by: ShreddingActor): Promise<ShreddingOutcome>;
  /** Begins what cannot be undone. */
  approve(id: string, by: ShreddingActor): Promise<ShreddingOutcome>;
  withdraw(id: string, by: ShreddingActor): Promise<ShreddingOutcome>;
  /** What stands in the way right now, and what would go. Changes nothing. */
  standing(patientId: string): Promise<ShreddingStanding>;
  /** Proposals that this person may approve. */
  waitingFor(by: ShreddingActor): Promise<readonly Shredding[]>;
  find(id: string): Promise<Shredding | undefined>;
  list(query: ShreddingQuery): Promise<readonly Shredding[]>;
}

export interface ShreddingDeskParts {
  readonly store: ShreddingStore;
  readonly reasonsToKeep: ReasonsToKeep;
  readonly countSealed: CountSealed;
  readonly clock: Clock;
  /** Told that one was approved. */
  readonly approved: (id: string) => Promise<void>;
}

export function createShreddingDesk(parts: ShreddingDeskParts): ShreddingDesk {
  const { store } = parts;
  return {
    propose: (asked, by) => propose(parts, asked, by),
    approve: (id, by) => approve(parts, id, by),
    withdraw: (id, by) => withdraw(parts, id, by),
    standing: (patientId) => standing(parts, patientId),
    waitingFor: async (by) =>
      (await store.list({ state: "proposed", limit: WAITING })).filter((one) => isSecondPerson(one, by)),
    find: (id) => store.find(id),
    list: (query) => store.list(query),
  };
}

/** More than two officers ever have before them. */
const WAITING = 200;

async function standing(
  { store, reasonsToKeep, countSealed, clock }: ShreddingDeskParts,
  patientId: string,
): Promise<ShreddingStanding> {
  const [known, reasons, sealed] = await Promise.all([
    store.standing(patientId),
    reasonsToKeep(patientId, clock.now()),
    countSealed(patientId),
  ]);
  return { ...known, reasons, sealed };
}

async function propose(
  { store, reasonsToKeep, clock }: ShreddingDeskParts,
  asked: ShreddingProposal,
  { personId, roles }: ShreddingActor,
): Promise<ShreddingOutcome> {
  const known = await store.find(asked.id);
  if (known !== undefined) return isSame(known, asked, personId) ? unchanged(known) : { kind: "conflict" };
  const now = clock.now();
  const kept = await reasonsToKeep(asked.patientId, now);
  if (kept.length > 0) return refused(mustBeKept(kept));
  const outcome = await store.propose({ ...asked, proposedBy: personId, proposedAs: roles, proposedAt: now });
  if (outcome === "no-key") return refused(NO_KEY);
  if (outcome === "taken") return { kind: "conflict" };
  return changedTo(store, asked.id);
}

async function approve(
  { store, reasonsToKeep, countSealed, clock, approved }: ShreddingDeskParts,
  id: string,
  by: ShreddingActor,
): Promise<ShreddingOutcome> {
  const known = await store.find(id);
  if (known === undefined) return { kind: "absent" };
  if (known.state !== "proposed" || known.patientId === null)
    return known.state !== "withdrawn" && known.decidedBy === by.personId
      ? unchanged(known)
      : refused(wrongState(known));
  if (!isSecondPerson(known, by)) return refused(SECOND_PERSON);
  const kept = await reasonsToKeep(known.patientId, clock.now());
  if (kept.length > 0) return refused(mustBeKept(kept));
  const sealed = await countSealed(known.patientId);
  const decision = { to: "approved", by: by.personId, at: clock.now(), sealed } as const;
  if (!(await store.decide(id, decision))) return { kind: "conflict" };
  await approved(id);
  return changedTo(store, id);
}

async function withdraw(
  { store, clock }: ShreddingDeskParts,
  id: string,
  { personId }: ShreddingActor,
): Promise<ShreddingOutcome> {
  const known = await store.find(id);
  if (known === undefined) return { kind: "absent" };
  if (known.state === "withdrawn") return unchanged(known);
  if (known.state !== "proposed") return refused(wrongState(known));
  if (!(await store.decide(id, { to: "withdrawn", by: personId, at: clock.now() })))
    return { kind: "conflict" };
  return changedTo(store, id);
}

/** Another person, in a role that the first did not act in. */
function isSecondPerson({ proposedBy, proposedAs }: Shredding, { personId, roles }: ShreddingActor): boolean {
  return personId !== proposedBy && roles.some((role) => !proposedAs.includes(role));
}

function isSame(known: Shredding, { patientId, reason }: ShreddingProposal, personId: string): boolean {
  const isTheirs = known.patientId === null || known.patientId === patientId;
  return isTheirs && known.reason === reason && known.proposedBy === personId;
}

async function changedTo(store: ShreddingStore, id: string): Promise<ShreddingOutcome> {
  const shredding = await store.find(id);
  return shredding === undefined ? { kind: "absent" } : { kind: "changed", shredding };
}

function unchanged(shredding: Shredding): ShreddingOutcome {
  return { kind: "unchanged", shredding };
}

function refused(refusal: ShreddingRefusal): ShreddingOutcome {
  return { kind: "refused", refusal };
}

const NO_KEY: ShreddingRefusal = {
  code: "no_key",
  message: "nothing is sealed under a key of this patient",
  hint: "there is nothing to destroy; see that the id is the one the FHIR server uses",
};

const SECOND_PERSON: ShreddingRefusal = {
  code: "second_person",
  message: "it takes a second person in another role",
  hint: "ask somebody who acts in a role that the first did not act in",
};

function wrongState({ state }: Shredding): ShreddingRefusal {
  return {
    code: "wrong_state",
    message: `the shredding is \`${state}\` already`,
    hint: "propose it anew, if it still is to be done",
  };
}

const WHY: Readonly<Record<KeepReason["code"], string>> = {
  retention: "the retention schedule",
  hold: "a legal hold",
  disclosures: "the accounting of disclosures",
  newest: "the newest entries of the record",
  unproven: "entries that are not proven apart yet",
  no_schedule: "no retention schedule says for how long",
};

function mustBeKept(reasons: readonly KeepReason[]): ShreddingRefusal {
  const whys = [...new Set(reasons.map(({ code }) => WHY[code]))].join(", ");
  const ends = reasons.flatMap(({ until }) => (until === null ? [] : [until]));
  const isOpen = ends.length < reasons.length;
  const last = new Date(Math.max(0, ...ends)).toISOString().slice(0, 10);
  return {
    code: "must_be_kept",
    message: `what is about this patient must be kept: ${whys}`,
    hint: isOpen ? "it can be destroyed once the hold is released" : `it can be destroyed after ${last}`,
  };
}
