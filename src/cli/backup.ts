import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { Command, Option } from "commander";
import { listBackups } from "../backup/backups.ts";
import { restoreCold } from "../backup/cold-copies.ts";
import { folderTarget } from "../backup/folder-target.ts";
import { findKeyPack, restoreKeyPack } from "../backup/key-pack.ts";
import { restoreBackup } from "../backup/restore.ts";
import { readConfig } from "../config.ts";
import { AppError } from "../kernel/errors.ts";
import { createPrivateFile } from "../keys/private-file.ts";
import { openKeyFolder } from "../keys/key-folder.ts";
import type { VaultSettings } from "../keys/vaults/open-vault.ts";
import { createKeyWrapper } from "../keys/key-wrapper.ts";
import { openKeyring } from "../keys/keyring.ts";
import { createBackupDatabase } from "../store/backup-database.ts";
import { openDatabase } from "../store/database.ts";
import { createPatientKeyStore } from "../store/patient-key-store.ts";
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

interface RestoreOptions {
  readonly from: string;
  readonly database: string;
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
    .action(begin("/drills"));
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
    .requiredOption("--from <dir>", "where the backups lie: MODICUM_BACKUP_DIR of the server that made them")
    .requiredOption("--database <url>", "an empty database: postgres://…")
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
}

function begin(path: string): (options: DirectiveOptions) => Promise<void> {
  return async (options) => {
    const { job } = (await call("POST", `${PATH}${path}`, options)) as { readonly job: string };
    print(options.output, ["job"], [[job]], { job });
    tell(`modicum job watch ${job} says when it has ended`);
  };
}

async function restore(asked: string | undefined, options: RestoreOptions): Promise<void> {
  const target = folderTarget(resolve(options.from));
  const id = chosen(await listBackups(target), asked);
  const pack = await findKeyPack(target);
  const keysDir = resolve(options.keys);
  for (const [name, text] of Object.entries(pack.header.keyFiles))
    if (await createPrivateFile(`${keysDir}/${name}`, text))
      tell(`\`${name}\` was brought from beside the backups`);
  const keyring = await openKeyring(await openKeyFolder(keysDir, await vaultFor(keysDir, options.rootKey)));
  const wrapper = createKeyWrapper(keyring, "backup");
  tell(`restoring ${id}`);
  const restored = await restoreBackup({ target, wrapper }, id, createBackupDatabase(options.database));
  const keys = await bringKeys(options.database, pack, wrapper);
  if (options.cold !== undefined)
    tell(`${await restoreCold(target, wrapper, resolve(options.cold))} files of cold history`);
  const rows = restored.tables.map(({ table, rows: count, digest }) => [table, count, digest.slice(0, 16)]);
  print(options.output, ["table", "rows", "digest"], rows, { ...restored, patientKeys: keys });
  tell(`every row is as it was at ${new Date(restored.madeAt).toISOString()}; keys of ${keys} patients`);
}

async function bringKeys(
  databaseUrl: string,
  pack: Parameters<typeof restoreKeyPack>[0],
  wrapper: Parameters<typeof restoreKeyPack>[1],
): Promise<number> {
  const database = await openDatabase({ dataDir: "", databaseUrl, poolSize: 2 });
  try {
    return await restoreKeyPack(pack, wrapper, createPatientKeyStore(database.kysely));
  } finally {
    await database.close();
  }
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

/** The vault that the environment names, as for the server; else a file. */
async function vaultFor(keysDir: string, rootKey: string | undefined): Promise<VaultSettings> {
  if (rootKey !== undefined) return { kind: "local", rootKeyFile: resolve(rootKey) };
  if (process.env["MODICUM_KEY_VAULT"]) return readConfig(process.env, process.cwd()).keyVault;
  await readFile(`${keysDir}/root.key`).catch(rootKeyMissing);
  return { kind: "local", rootKeyFile: undefined };
}

function rootKeyMissing(): never {
  throw new AppError("key_unavailable", "there is no root key beside the keys", {
    hint: "bring `root.key` there, or name it with --root-key: nothing opens without it",
  });
}
