import { readFile } from "node:fs/promises";
import { Command } from "commander";
import { FINDINGS } from "../audit/verify/findings.ts";
import { httpSource } from "../audit/verify/http-source.ts";
import { parseVerifierKey, type VerifierKey } from "../audit/verify/notes.ts";
import { packSource } from "../audit/verify/pack-source.ts";
import { writePack } from "../audit/verify/pack-writer.ts";
import type { LogSource } from "../audit/verify/source.ts";
import { VerifyError } from "../audit/verify/verify-error.ts";
import { type Verdict, verifyLog } from "../audit/verify/verify-log.ts";
import { AppError } from "../kernel/errors.ts";
import { serverUrl, signInOf } from "./client.ts";
import { asOptions, type AsOptions } from "./demo-identity.ts";
import { outputOption, type OutputFormat, print, tell } from "./output.ts";
import { progressBar } from "./progress-bar.ts";

interface VerifyCommandOptions extends AsOptions {
  readonly pack?: string;
  readonly url?: string;
  readonly key?: string;
  readonly since?: string;
  readonly witness: readonly string[];
  readonly hashesOnly: boolean;
  readonly sealed: boolean;
  readonly output: OutputFormat;
}

/** `log verify`: checks a log by its bytes alone, and ends with 3 when something is wrong with it. */
export function logVerifyCommand(): Command {
  const verify = new Command("verify")
    .description("check by bytes alone that nothing in the record was changed; exit 3 when something was")
    .option("--pack <folder>", "an exported pack, in place of the running server")
    .option("--url <url>", "a server elsewhere")
    .option("--key <key>", "the log's verifier key, or a file with it, as the operator gave it to you")
    .option("--since <file>", "a checkpoint you kept: the log has to contain its tree")
    .option("--witness <key>", "a witness that must have cosigned; may be given again", collected, [])
    .option("--hashes-only", "tree and checkpoints alone, which take no right", false)
    .option("--sealed", "sealed parts, too, where they are to be had", false)
    .addOption(outputOption())
    .action((options: VerifyCommandOptions) => reported(() => verifyRecord(options)));
  return asOptions(verify);
}

function collected(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

async function verifyRecord(options: VerifyCommandOptions): Promise<void> {
  const source = await sourceOf(options);
  const bar = progressBar("verified", "entries");
  const verdict = await verifyLog(source, {
    key: await keyOf(options.key, source),
    entries: !options.hashesOnly,
    sealed: options.sealed && !options.hashesOnly,
    witnesses: await Promise.all(options.witness.map(async (text) => parseVerifierKey(await textOf(text)))),
    ...(options.since === undefined
      ? {}
      : { since: await readFile(options.since, "utf8").catch(unreadable(options.since)) }),
    onProgress: bar.show,
  });
  bar.end();
  printVerdict(verdict, options);
  if (verdict.findings.length > 0) process.exitCode = 3;
}

async function sourceOf(options: VerifyCommandOptions): Promise<LogSource> {
  if (options.pack !== undefined) return packSource(options.pack);
  const base = options.url?.replace(/\/+$/, "") ?? (await serverUrl());
  return httpSource(base, options.hashesOnly ? {} : await signInOf(options));
}

/** A key that comes with the log proves that the log agrees with itself, and nothing about who made it. */
async function keyOf(given: string | undefined, source: LogSource): Promise<VerifierKey> {
  if (given !== undefined) return parseVerifierKey(await textOf(given));
  tell("no --key: believing the key that comes with the log, which proves nothing about who signed it");
  const found = await source.key();
  if (found === null) throw new VerifyError("no key comes with the log", "give --key");
  return parseVerifierKey(found);
}

/** A key itself, or the file that it is in. */
async function textOf(value: string): Promise<string> {
  return /^\S+\+[0-9a-f]{8}\+\S+$/.test(value) ? value : readFile(value, "utf8").catch(unreadable(value));
}

function unreadable(path: string): () => never {
  return () => {
    throw new VerifyError(`the file \`${path}\` cannot be read`);
  };
}

function printVerdict(verdict: Verdict, { output, hashesOnly }: VerifyCommandOptions): void {
  const rows = verdict.findings.map((finding) => [finding.class, finding.place, FINDINGS[finding.class]]);
  print(output, ["finding", "place", "meaning"], rows, verdict);
  const until = verdict.at === null ? "no checkpoint" : `signed ${new Date(verdict.at).toISOString()}`;
  const entries = hashesOnly ? "entries not looked at" : `${verdict.entries} entries`;
  tell(
    `${verdict.origin}: size ${verdict.size}, ${until}; ${entries}, ${verdict.sealedParts} sealed parts, ${verdict.checkpoints} checkpoints`,
  );
  for (const { name, cosigned, size } of verdict.witnesses)
    tell(`${name}: cosigned ${cosigned} checkpoints, up to size ${size}`);
  const all = Object.values(verdict.counts).reduce((sum, count) => sum + count, 0);
  tell(all === 0 ? "nothing is wrong with it" : `${all} findings`);
}

/** Copies the log into a folder (`log export --pack`). */
export async function exportPack(
  folder: string,
  options: AsOptions & { readonly sealed: boolean },
): Promise<void> {
  await reported(async () => {
    const bar = progressBar("copied", "entries");
    const source = httpSource(await serverUrl(), await signInOf(options));
    const size = await writePack(source, folder, { sealed: options.sealed, onProgress: bar.show });
    bar.end();
    tell(
      `${size} entries in \`${folder}\`; check them with \`modicum log verify --pack ${folder} --key KEY\``,
    );
  });
}

/** What the verifier cannot do is told as any fault of the command line. */
async function reported(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (fault) {
    if (!(fault instanceof VerifyError)) throw fault;
    throw new AppError("usage", fault.message, fault.hint === undefined ? {} : { hint: fault.hint });
  }
}
