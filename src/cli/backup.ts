import { resolve } from "node:path";
import { Command, Option } from "commander";
import { listBackups } from "../backup/backups.ts";
import { restoreCold } from "../backup/cold-copies.ts";
import { openTarget } from "../backup/open-target.ts";
import { targetNamed } from "../config/backup.ts";
import { restoreBackup } from "../backup/restore.ts";
import { AppError } from "../kernel/errors.ts";
import { createKeyWrapper } from "../keys/key-wrapper.ts";
import { createBackupDatabase } from "../store/backup-database.ts";
import { bringKeys, openKeysBeside } from "./backup-keys.ts";
import { type CheckOptions, checkRestored, restoreTo } from "./backup-moment.ts";
import { call } from "./client.ts";
import { directiveCommand, type DirectiveOptions } from "./directive-options.ts";
import { outputOption, type OutputFormat, print, tell } from "./output.ts";

interface Run {
  readonly kind: string;
  readonly backup: string | null;
  readonly askedBy: string | null;
  readonly endedAt: string;
  readonly rows: number;
  readonly tree: { readonly size: number } | null;
  readonly failure: string | null;
}

interface Moments {
  readonly windows: readonly { readonly from: string; readonly until: string }[];
  readonly waiting: number;
  readonly lagSeconds: number;
  readonly failure: string | null;
}

interface RestoreOptions {
  readonly from: string;
  readonly database?: string;
  readonly data?: string;
  readonly to?: string;
  readonly keys: string;
  readonly rootKey?: string;
  readonly cold?: string;
  readonly output: OutputFormat;
}

const PATH = "/api/v1/backups";

/** `modicum backup`: make, look at, drill and restore backups, 45 CFR 164.308(a)(7). */
export function backupCommand(): Command {
  const ls = new Command("ls").description("what backups and drills came to, newest first").action(list);
  const create = new Command("create").description("back up now").action(begin(""));
  const drill = new Command("drill")
    .description(
      "restore the newest backup into a scratch database, compare, and leave nothing but the result",
    )
    .option(
      "--url <url>",
      "instead, work the record's tree out in a database that you restored: postgres://…",
    )
    .option(
      "--keys <dir>",
      "with --url: the folder of the keys, where the root key is or MODICUM_KEY_VAULT names it",
    )
    .option("--cold <dir>", "with --url: MODICUM_COLD_DIR, where months of the record have left the database")
    .action(drillHereOrThere);
  return [ls, create, drill]
    .reduce(
      (all, command) => all.addCommand(directiveCommand(command)),
      new Command("backup").description("backups, and the drills that bring them back"),
    )
    .addCommand(restoreCommand());
}

function restoreCommand(): Command {
  return new Command("restore")
    .description("restore a backup into an empty database; needs the root key, and no running server")
    .argument("[id]", "the newest unless said; with a time (2026-05-04T15:00Z), the newest before it")
    .requiredOption(
      "--from <place>",
      "where the backups lie: MODICUM_BACKUP_DIR or MODICUM_BACKUP_S3 of the server that made them",
    )
    .option("--database <url>", "an empty database: postgres://…")
    .option("--to <time>", "instead of a backup, a moment between two (2026-11-22T10:15:00Z); needs --data")
    .option("--data <dir>", "with --to: a folder without a database, for MODICUM_DATA afterwards")
    .requiredOption(
      "--keys <dir>",
      "the folder of the keys; all but the root key are brought there where they are not",
    )
    .addOption(new Option("--root-key <file>", "the root key, where it lies apart from the keys"))
    .option("--cold <dir>", "where months of the record go that had left the database: MODICUM_COLD_DIR")
    .addOption(outputOption())
    .action(restore);
}

async function list(options: DirectiveOptions): Promise<void> {
  const answer = (await call("GET", PATH, options)) as {
    readonly runs: readonly Run[];
    readonly overdue: { readonly backup: boolean; readonly drill: boolean };
    readonly moments: Moments | null;
  };
  const columns = ["kind", "ended at", "backup", "asked by", "rows", "tree", "failure"];
  const rows = answer.runs.map((run) => [
    run.kind,
    run.endedAt,
    run.backup,
    run.askedBy ?? "schedule",
    run.rows,
    run.tree?.size ?? null,
    run.failure,
  ]);
  print(options.output, columns, rows, answer);
  for (const what of ["backup", "drill"] as const) if (answer.overdue[what]) tell(`a ${what} is overdue`);
  for (const line of momentLines(answer.moments)) tell(line);
}

function momentLines(moments: Moments | null): readonly string[] {
  if (moments === null) return [];
  const { windows, waiting, lagSeconds, failure } = moments;
  return [
    ...windows.map(({ from, until }) => `any moment from ${from} to ${until} can be restored to`),
    ...(windows.length === 0 ? ["no moment between backups can be restored to yet"] : []),
    ...(waiting > 0
      ? [`${waiting} segments of the log wait to be kept, the oldest for ${lagSeconds} s`]
      : []),
    ...(failure === null ? [] : [failure]),
  ];
}

/** With `--url` nothing is asked of the server, and nothing is filed. */
async function drillHereOrThere(options: DirectiveOptions & CheckOptions): Promise<void> {
  if (options.url === undefined) return begin("/drills")(options);
  const { size, root, signedAt } = await checkRestored(options);
  const at = new Date(signedAt).toISOString();
  print(options.output, ["entries", "tree", "signed"], [[size, root, at]], { size, root, signedAt: at });
  tell(
    `every entry of the record is there up to its checkpoint of ${at}, and the tree is the one that was signed`,
  );
}

function begin(path: string): (options: DirectiveOptions) => Promise<void> {
  return async (options) => {
    const { job } = (await call("POST", `${PATH}${path}`, options)) as { readonly job: string };
    print(options.output, ["job"], [[job]], { job });
    tell(`modicum job watch ${job} says when it has ended`);
  };
}

async function restore(asked: string | undefined, options: RestoreOptions): Promise<void> {
  const target = openTarget(targetNamed(options.from, process.env, process.cwd()), Date.now);
  if (options.to !== undefined) {
    const { data } = options;
    if (data === undefined || asked !== undefined || options.database !== undefined)
      throw new AppError("usage", "a moment is restored with `--to` and `--data` alone");
    const opened = await openKeysBeside(target, options);
    return restoreTo(opened, { ...options, to: options.to, data });
  }
  if (options.database === undefined) throw new AppError("usage", "`--database` is not given");
  const id = chosen(await listBackups(target), asked);
  const { pack, keyring, wrapper } = await openKeysBeside(target, options);
  tell(`restoring ${id}`);
  const restored = await restoreBackup({ target, wrapper }, id, createBackupDatabase(options.database));
  const keys = await bringKeys(options.database, pack, wrapper, createKeyWrapper(keyring).active());
  if (options.cold !== undefined)
    tell(`${await restoreCold(target, wrapper, resolve(options.cold))} files of cold history`);
  const rows = restored.tables.map(({ table, rows: count, digest }) => [table, count, digest.slice(0, 16)]);
  print(options.output, ["table", "rows", "digest"], rows, { ...restored, patientKeys: keys });
  tell(`every row is as it was at ${new Date(restored.madeAt).toISOString()}; keys of ${keys} patients`);
}

/** Ids sort as the times that they are. */
function chosen(ids: readonly string[], asked: string | undefined): string {
  if (asked === undefined) return ids.at(-1) ?? none("there is no backup here");
  if (ids.includes(asked)) return asked;
  const at = Date.parse(asked);
  if (Number.isNaN(at)) return none(`there is no backup \`${asked}\` here`);
  const until = new Date(at).toISOString().replaceAll(/[-:.]/g, "");
  return ids.findLast((id) => id <= until) ?? none("there is no backup of that time or before");
}

function none(message: string): never {
  throw new AppError("not_found", message, { hint: "`--from` names the folder that holds `backups/`" });
}
