import { randomUUID } from "node:crypto";
import { Command } from "commander";
import { AppError } from "../kernel/errors.ts";
import { call } from "./client.ts";
import { directiveCommand, type DirectiveOptions, instantOf, send, several } from "./directive-options.ts";
import { print, tell } from "./output.ts";

const PATH = "/api/v1/retention";

interface Month {
  readonly id: string;
  readonly entries: number;
  readonly firstSeq: number;
  readonly lastSeq: number;
  readonly place: string;
  readonly due: string | null;
  readonly kept: readonly { readonly code: string; readonly ground: string }[];
}

interface Named {
  readonly by: string;
  readonly at: string;
  readonly reason: string;
}

interface Hold {
  readonly id: string;
  readonly scope: Readonly<Record<string, string | null>>;
  readonly opened: Named;
  readonly released: Named | null;
}

interface HoldOptions extends DirectiveOptions {
  readonly id: string;
  readonly reason: string;
  readonly record?: boolean;
  readonly patient?: string;
  readonly person?: string;
  readonly from?: string;
  readonly until?: string;
}

interface PurgeOptions extends DirectiveOptions {
  readonly id: string;
  readonly month: readonly string[];
  readonly reason?: string;
  readonly confirm?: string;
  readonly withdraw?: string;
  readonly dryRun?: boolean;
}

interface Purges {
  readonly purges: readonly Purge[];
  readonly tombstones: readonly Tombstone[];
}

interface Purge {
  readonly id: string;
  readonly months: readonly string[];
  readonly proposed: Named;
  readonly confirmed: Omit<Named, "reason"> | null;
  readonly withdrawn: Omit<Named, "reason"> | null;
}

interface Tombstone {
  readonly purge: string;
  readonly month: Pick<Month, "id" | "entries" | "firstSeq" | "lastSeq" | "place">;
  readonly rule: string;
  readonly proposedBy: string;
  readonly confirmedBy: string;
  readonly at: string;
}

const MONTH_COLUMNS = ["month", "entries", "first", "last", "place", "due", "kept"];
const HOLD_COLUMNS = ["id", "on", "opened", "by", "released", "by"];
const PURGE_COLUMNS = ["id", "months", "proposed", "by", "standing", "decided by"];
const STONE_COLUMNS = ["month", "entries", "first", "last", "rule", "proposed", "confirmed", "at"];

/** `modicum log retention|holds|hold|release|purge`: how long the record is kept, what holds it, how it goes. */
export function retentionCommands(): readonly Command[] {
  const retention = new Command("retention")
    .description("which months of the record there are, when each is due, and why it is kept")
    .option("--day <date>", "judged as when that day ends, such as 2027-05-31; now unless given")
    .action(showMonths);
  const holds = new Command("holds").description("legal holds, newest first").action(showHolds);
  const release = new Command("release")
    .description("release a legal hold")
    .argument("<id>")
    .requiredOption("--reason <text>", "why; kept sealed")
    .action(releaseHold);
  return [retention, holds, holdCommand(), release, purgeCommand()].map(directiveCommand);
}

function holdCommand(): Command {
  return new Command("hold")
    .description("open a legal hold: what it concerns is not purged")
    .option("--record", "on the whole record")
    .option("--patient <id>", "on what is about this patient")
    .option("--person <id>", "on what this person did")
    .option("--from <date>", "on a period, from when")
    .option("--until <date>", "and until when")
    .requiredOption("--reason <text>", "why; kept sealed")
    .option("--id <uuid>", "sent twice it is one", randomUUID())
    .action(openHold);
}

function purgeCommand(): Command {
  return new Command("purge")
    .description("propose that months of the record go, confirm what another person proposed, or withdraw it")
    .option("--month <id>", "such as 2019-05; may stand several times", several, [])
    .option("--reason <text>", "why; kept sealed")
    .option("--dry-run", "say what would go, and propose nothing")
    .option("--confirm <id>", "the purge that another person proposed")
    .option("--withdraw <id>", "a purge that nobody confirmed yet")
    .option("--id <uuid>", "sent twice it is one", randomUUID())
    .action(purge);
}

async function showMonths({ day, ...options }: DirectiveOptions & { readonly day?: string }): Promise<void> {
  const path = day === undefined ? PATH : `${PATH}?day=${encodeURIComponent(day)}`;
  const schedule = (await call("GET", path, options)) as { readonly months: readonly Month[] };
  print(options.output, MONTH_COLUMNS, schedule.months.map(monthRow), schedule);
}

function monthRow({ id, entries, firstSeq, lastSeq, place, due, kept }: Month) {
  const why = kept.map(({ code, ground }) => `${code} (${ground})`);
  return [id, entries, firstSeq, lastSeq, place, due, why.join("; ")];
}

async function showHolds(options: DirectiveOptions): Promise<void> {
  const { holds } = (await call("GET", `${PATH}/holds`, options)) as { readonly holds: readonly Hold[] };
  print(options.output, HOLD_COLUMNS, holds.map(holdRow), holds);
}

function holdRow({ id, scope, opened, released }: Hold) {
  const on = Object.values(scope)
    .map((one) => one ?? "(key destroyed)")
    .join(" ");
  return [id, on, opened.at, opened.by, released?.at ?? null, released?.by ?? null];
}

async function openHold(options: HoldOptions): Promise<void> {
  const { id, reason } = options;
  const hold = await send<Hold>(`${PATH}/holds`, options, { id, reason, scope: scopeOf(options) });
  print(options.output, HOLD_COLUMNS, [holdRow(hold)], hold);
}

/** Exactly one of them. @throws AppError `usage` */
export function scopeOf({
  record,
  patient,
  person,
  from,
  until,
}: Pick<HoldOptions, "record" | "patient" | "person" | "from" | "until">): object {
  const scopes = [
    ...(record === true ? [{ kind: "record" }] : []),
    ...(patient === undefined ? [] : [{ kind: "patient", patient }]),
    ...(person === undefined ? [] : [{ kind: "person", person }]),
    ...(from === undefined || until === undefined
      ? []
      : [{ kind: "period", from: instantOf(from), until: instantOf(until) }]),
  ];
  const [scope, ...others] = scopes;
  if (scope === undefined || others.length > 0)
    throw new AppError("usage", "a hold is on one thing", {
      hint: "give --record, --patient, --person, or --from with --until",
    });
  return scope;
}

async function releaseHold(
  id: string,
  options: DirectiveOptions & { readonly reason: string },
): Promise<void> {
  const { reason } = options;
  const hold = await send<Hold>(`${PATH}/holds/${encodeURIComponent(id)}/release`, options, { reason });
  print(options.output, HOLD_COLUMNS, [holdRow(hold)], hold);
}

async function purge(options: PurgeOptions): Promise<void> {
  const { id, month: months, reason, confirm, withdraw, dryRun = false } = options;
  if (withdraw !== undefined) {
    const done = await send<Purge>(`${PATH}/purges/${encodeURIComponent(withdraw)}/withdraw`, options, {});
    print(options.output, PURGE_COLUMNS, [purgeRow(done)], done);
    return;
  }
  if (confirm !== undefined) {
    const done = await send<Purges>(`${PATH}/purges/${encodeURIComponent(confirm)}/confirm`, options, {});
    print(options.output, STONE_COLUMNS, done.tombstones.map(stoneRow), done);
    return;
  }
  if (months.length === 0) return showPurges(options);
  if (reason === undefined) throw new AppError("usage", "a purge has a reason", { hint: "give --reason" });
  const body = { id, months, reason, dryRun };
  const proposed = await send<{ readonly months: readonly Month[] }>(`${PATH}/purges`, options, body);
  print(options.output, MONTH_COLUMNS, proposed.months.map(monthRow), proposed);
  tell(dryRun ? "nothing was proposed" : `proposed; another person confirms it with --confirm ${id}`);
}

async function showPurges(options: DirectiveOptions): Promise<void> {
  const known = (await call("GET", `${PATH}/purges`, options)) as Purges;
  print(options.output, PURGE_COLUMNS, known.purges.map(purgeRow), known);
  if (options.output === "table" && known.tombstones.length > 0)
    print(options.output, STONE_COLUMNS, known.tombstones.map(stoneRow), known);
}

function purgeRow({ id, months, proposed, confirmed, withdrawn }: Purge) {
  const standing = confirmed !== null ? "purged" : withdrawn !== null ? "withdrawn" : "waits";
  const decided = (confirmed ?? withdrawn)?.by ?? null;
  return [id, months.join(" "), proposed.at, proposed.by, standing, decided];
}

function stoneRow({ month, rule, proposedBy, confirmedBy, at }: Tombstone) {
  const { id, entries, firstSeq, lastSeq } = month;
  return [id, entries, firstSeq, lastSeq, rule, proposedBy, confirmedBy, at];
}
