import type { Clock } from "../../kernel/clock.ts";
import { AppError } from "../../kernel/errors.ts";
import type { Sealer } from "../../keys/ports.ts";
import type { AuditEntry } from "../types.ts";
import { entryFrom, entryIdOf, eventKeyOf, foreignPerson, RAW_MAX, uuidOf } from "./entry.ts";
import type { IntakeStore, NewReject, SourcePeople, SourceStore } from "./ports.ts";
import type { ReadEvent, RecordSource, Rejected, SourceEvent, Taken } from "./types.ts";

export interface IntakeParts {
  readonly store: IntakeStore;
  readonly sources: Pick<SourceStore, "seen">;
  readonly people: SourcePeople;
  readonly sealer: Sealer;
  readonly clock: Clock;
  /** Resolves when durable. */
  readonly append: (entry: AuditEntry) => Promise<void>;
}

export interface Intake {
  /**
   * Takes what a source sent into the record. Resolves when every event is durable: in the record, or kept as rejected.
   * Sending it again counts nothing twice.
   * @throws AppError `record_unavailable`: some may be in the record; send all of it again.
   */
  take(source: RecordSource, events: readonly ReadEvent[], channel: string): Promise<Taken>;
}

/** Events that are written at once. */
const BATCH = 500;

type Read = Extract<ReadEvent, { readonly ok: true }>;

/** Takes the events of other systems into the record, each once (45 CFR 164.308(a)(1)(ii)(D)). */
export function createIntake(parts: IntakeParts): Intake {
  let last: Promise<unknown> = Promise.resolve();

  /** One batch after the other in this process; the store keeps other processes waiting. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = last.then(() => parts.store.inTurn(work));
    last = done.catch(() => undefined);
    return done;
  }

  return {
    async take(source, events, channel) {
      const now = parts.clock.now();
      const rejected = events.filter((event): event is Rejected => !event.ok);
      await parts.store.keepRejects(rejected.map((one) => rejectOf(source.id, one, now, parts.sealer)));
      const read = events.filter((event): event is Read => event.ok);
      let accepted = 0;
      for (let at = 0; at < read.length; at += BATCH) {
        const entries = await entriesOf(parts, source, read.slice(at, at + BATCH), channel, now);
        accepted += await inTurn(() => writeNew(parts, entries));
      }
      const duplicate = read.length - accepted;
      if (duplicate > 0) await parts.store.countDuplicates(source.id, now, duplicate);
      if (events.length > 0) await parts.sources.seen(source.id, now);
      return { accepted, duplicate, rejected: rejected.map(({ place, reason }) => ({ place, reason })) };
    },
  };
}

/** By id, so that an event that comes twice in a batch is one entry. */
async function entriesOf(
  { sealer, people }: IntakeParts,
  source: RecordSource,
  read: readonly Read[],
  channel: string,
  receivedAt: number,
): Promise<ReadonlyMap<string, AuditEntry>> {
  const found = new Map<string, Promise<string | null>>();
  const personOf = (event: SourceEvent): Promise<string | null> => {
    const key = JSON.stringify([
      event.agent,
      event.agentReference,
      event.patients.includes(event.agent ?? ""),
    ]);
    const known = found.get(key) ?? personIdOf(people, source, event, sealer);
    found.set(key, known);
    return known;
  };
  const entries = new Map<string, AuditEntry>();
  for (const { event, raw, canonical } of read) {
    const key = eventKeyOf(event.event, canonical, sealer);
    if (entries.has(entryIdOf(source.id, key))) continue;
    const personId = await personOf(event);
    const entry = entryFrom({ source, event, raw, key, personId, receivedAt, channel });
    entries.set(entry.id, entry);
  }
  return entries;
}

/** The source's aliases come first, then its rule; whom neither knows is kept under the source's name. */
async function personIdOf(
  people: SourcePeople,
  { id, rules }: RecordSource,
  event: SourceEvent,
  sealer: Sealer,
): Promise<string | null> {
  const alias = event.agent === null ? undefined : ownValue(rules.aliases, event.agent);
  if (alias !== undefined) return alias;
  const ours =
    rules.people === "userName" && event.agent !== null
      ? await people.byUserName(event.agent)
      : rules.people === "practitioner" && event.agentReference !== null
        ? await people.byReference(event.agentReference)
        : undefined;
  return ours ?? foreignPerson(id, event, sealer);
}

function ownValue(table: Readonly<Record<string, string>>, key: string): string | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

/** Writes those that are not in the record, and says how many they were. */
async function writeNew(parts: IntakeParts, entries: ReadonlyMap<string, AuditEntry>): Promise<number> {
  const known = await parts.store.known([...entries.keys()]);
  const fresh = [...entries.values()].filter(({ id }) => !known.has(id));
  const results = await Promise.allSettled(fresh.map((entry) => parts.append(entry)));
  const failed = fresh.filter((_, index) => results[index]?.status === "rejected");
  if (failed.length > 0) await writeOneByOne(parts, failed);
  return fresh.length;
}

/**
 * A batch fails as a whole, and one that took too long may be in the record after all: each is asked for, then written
 * alone.
 */
async function writeOneByOne(parts: IntakeParts, failed: readonly AuditEntry[]): Promise<void> {
  const known = await parts.store.known(failed.map(({ id }) => id));
  for (const entry of failed) if (!known.has(entry.id)) await parts.append(entry);
}

function rejectOf(source: string, rejected: Rejected, at: number, sealer: Sealer): NewReject {
  const { place, reason } = rejected;
  const raw = rejected.raw.slice(0, RAW_MAX);
  const digest = Buffer.from(sealer.blindIndex("audit_intake.reject", rejected.raw)).toString("hex");
  return { id: uuidOf(`modicum/intake/reject/v1\0${source}\0${digest}`), source, at, place, reason, raw };
}

/** @throws AppError `conflict` where this source takes nothing: it is of another kind, or was switched off */
export function refuseUnfit(source: RecordSource, kind: RecordSource["kind"]): void {
  if (source.disabledAt !== null)
    throw new AppError("conflict", `the source \`${source.id}\` is switched off`, {
      hint: "switch it on where sources are registered",
    });
  if (source.kind !== kind)
    throw new AppError("conflict", `the source \`${source.id}\` sends \`${source.kind}\``, {
      hint: `register another one for \`${kind}\``,
    });
}
