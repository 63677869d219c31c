import { Command, CommanderError } from "commander";
import manifest from "../../package.json" with { type: "json" };
import { AppError } from "../kernel/errors.ts";
import { exitCodeOf } from "../kernel/http-status.ts";
import { Denied } from "./client.ts";
import { denialLines, exitCodeOfDenial } from "./denial.ts";
import { tell } from "./output.ts";

/** One file per noun, loaded when it is asked for: a token should not wait for the database driver. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  start: async () => (await import("./start.ts")).startCommand(),
  token: async () => (await import("./token.ts")).tokenCommand(),
  client: async () => (await import("./clients.ts")).clientsCommand(),
  people: async () => (await import("./people.ts")).peopleCommand(),
  relations: async () => (await import("./relations.ts")).relationsCommand(),
  restriction: async () => (await import("./restriction.ts")).restrictionCommand(),
  consent: async () => (await import("./consent.ts")).consentCommand(),
  backup: async () => (await import("./backup.ts")).backupCommand(),
  evidence: async () => (await import("./evidence.ts")).evidenceCommand(),
  shred: async () => (await import("./shred.ts")).shredCommand(),
  minimize: async () => (await import("./minimize.ts")).minimizeCommand(),
  check: async () => (await import("./check.ts")).checkCommand(),
  explain: async () => (await import("./explain.ts")).explainCommand(),
  policy: async () => (await import("./policy.ts")).policyCommand(),
  job: async () => (await import("./job.ts")).jobCommand(),
  keys: async () => (await import("./keys.ts")).keysCommand(),
  sources: async () => (await import("./sources.ts")).sourcesCommand(),
  devices: async () => (await import("./devices.ts")).devicesCommand(),
  inventory: async () => (await import("./inventory.ts")).inventoryCommand(),
  intake: async () => (await import("./intake.ts")).intakeCommand(),
  log: async () => (await import("./log.ts")).logCommand(),
  mcp: async () => (await import("./mcp.ts")).mcpCommand(),
  demo: async () => (await import("./demo.ts")).demoCommand(),
  config: async () => (await import("./config.ts")).configCommand(),
  db: async () => (await import("./db.ts")).dbCommand(),
};

/** The whole command line: `modicum <noun> <verb>`. Data on stdout, everything else on stderr. */
async function program(noun: string | undefined): Promise<Command> {
  const modicum = new Command("modicum")
    .description("the minimum necessary standard, enforced where PHI leaves a system")
    .version(manifest.version, "-V, --version")
    .showHelpAfterError("(try `modicum --help`)")
    .configureOutput({ writeErr: (text) => process.stderr.write(text) });
  const asked = noun !== undefined && Object.hasOwn(COMMANDS, noun) ? [noun] : Object.keys(COMMANDS);
  for (const name of asked) modicum.addCommand(await (COMMANDS[name] as () => Promise<Command>)());
  for (const command of everyCommand(modicum)) command.exitOverride();
  return modicum;
}

function everyCommand(command: Command): Command[] {
  return [command, ...command.commands.flatMap(everyCommand)];
}

/** One clear line and the exit code of the contract: 0 ok, 1 error, 2 usage, 3 denied or check failed. */
function failed(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof Denied) {
    for (const line of denialLines(error.answer)) tell(line);
    return exitCodeOfDenial(error.answer);
  }
  if (error instanceof AppError) {
    const hint = error.hint === undefined ? "" : ` (${error.hint})`;
    tell(`modicum: ${error.message}${hint}`);
    return exitCodeOf(error.code);
  }
  process.stderr.write(`modicum: internal error: ${error instanceof Error ? error.name : "unknown"}\n`);
  if (process.env["MODICUM_LOG_LEVEL"] === "debug" && error instanceof Error)
    process.stderr.write(`${error.stack}\n`);
  return 1;
}

// A reader that has seen enough (`| head`) is no error.
process.stdout.on("error", (fault: NodeJS.ErrnoException) => {
  if (fault.code === "EPIPE") process.exit(0);
  throw fault;
});

try {
  await (await program(process.argv[2])).parseAsync();
} catch (error) {
  process.exitCode = failed(error);
}
