import { readFile } from "node:fs/promises";
import { hostname } from "node:os";
import { Command } from "commander";
import { parseVerifierKey, type VerifierKey } from "../audit/verify/notes.ts";
import { VerifyError } from "../audit/verify/verify-error.ts";
import { openWitnessKey } from "../audit/witness/key.ts";
import { serveWitness } from "../audit/witness/serve.ts";
import { openWitnessState } from "../audit/witness/state.ts";
import { createWitness } from "../audit/witness/witness.ts";
import { systemClock } from "../kernel/clock.ts";
import { AppError } from "../kernel/errors.ts";
import { tell } from "./output.ts";

interface WitnessOptions {
  readonly state: string;
  readonly host: string;
  readonly port: string;
  readonly name: string;
  readonly log: readonly string[];
}

/** `log witness`: a process of somebody else, who cosigns checkpoints and refuses a second history. */
export function logWitnessCommand(): Command {
  return new Command("witness")
    .description("cosign the checkpoints of logs, and refuse what does not continue them; prints its key")
    .requiredOption("--state <folder>", "where its key and what it cosigned are kept; back it up")
    .requiredOption(
      "--log <key>",
      "a log's verifier key, or a file with it; may be given again",
      collected,
      [],
    )
    .option("--port <port>", "where to listen", "8081")
    .option("--host <host>", "the address to listen on", "127.0.0.1")
    .option("--name <name>", "what its key is called", `modicum-witness/${hostname()}`)
    .action(witnessOn);
}

function collected(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

async function witnessOn({ state, host, port, name, log }: WitnessOptions): Promise<void> {
  const logs = await Promise.all(log.map(logKeyOf));
  const key = await openWitnessKey(state, name);
  const witness = createWitness(logs, key, await openWitnessState(state), systemClock);
  const place = { host, port: Number(port), verifierKey: key.verifierKey };
  const served = await serveWitness(place, witness).catch((cause: unknown) => {
    throw new AppError("port_busy", `cannot listen on \`${host}:${port}\``, {
      cause,
      hint: "give --port another one",
    });
  });
  process.stdout.write(`${key.verifierKey}\n`);
  tell(
    `witness of ${logs.map((one) => one.name).join(", ")} on http://${host}:${served.port}; Ctrl-C stops it`,
  );
  await new Promise<void>((settle) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => settle());
  });
  await served.close();
}

async function logKeyOf(given: string): Promise<VerifierKey> {
  try {
    const isKey = /^\S+\+[0-9a-f]{8}\+\S+$/.test(given);
    return parseVerifierKey(isKey ? given : await readFile(given, "utf8"));
  } catch (cause) {
    const why = cause instanceof VerifyError ? cause.message : `the file \`${given}\` cannot be read`;
    throw new AppError("usage", why, { cause, hint: "the log's key is at /log/key of its server" });
  }
}
