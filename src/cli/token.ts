import { Command } from "commander";
import { AppError } from "../kernel/errors.ts";
import { call } from "./client.ts";
import { mintDemoToken } from "./demo-identity.ts";
import { openPolicyHere } from "./policy-here.ts";

interface TokenOptions {
  readonly as: string;
  readonly purpose?: string;
  readonly case?: string;
  readonly system?: string;
  readonly scope?: string;
  readonly client?: string;
  readonly patient?: string;
  readonly lifetime: string;
}

export function tokenCommand(): Command {
  return new Command("token")
    .description("a token of the demo, to ask as one of its people")
    .requiredOption("--as <person>", "bea.biller, paul.provider…")
    .option("--purpose <purpose>", "bind the token to this purpose; else the header X-Purpose-Of-Use says it")
    .option("--case <id>", "bind it to this case")
    .option("--system <id>", "bind it to this system")
    .option("--scope <scopes>", "SMART scopes, such as `user/Patient.rs user/Claim.rs`")
    .option("--client <id>", "as if an app had got it: it counts as connected, and its registration holds")
    .option("--patient <id>", "the patient in context, for scopes such as `patient/Observation.rs`")
    .option("--lifetime <duration>", "15m, 8h…", "8h")
    .action(async (options: TokenOptions) => {
      const { as: person, purpose, case: caseId, system, scope, client: clientId, patient } = options;
      const lifetimeMs = durationOf(options.lifetime);
      await refuseNobody(person);
      process.stdout.write(
        `${await mintDemoToken({ person, purpose, caseId, system, scope, clientId, patient, lifetimeMs })}\n`,
      );
    });
}

/** @throws AppError `usage` of a name that is neither in the policy here nor on the roster of the running server */
async function refuseNobody(person: string): Promise<void> {
  const { policy } = await openPolicyHere();
  if (policy.people.some(({ id }) => id === person) || (await isOnRoster(person))) return;
  throw new AppError("usage", `no such person is on the roster: \`${person}\``, {
    hint: "`modicum people list --as priya.privacy --purpose HCOMPL` shows the people",
  });
}

/** People who were imported are known to the server alone. */
async function isOnRoster(person: string): Promise<boolean> {
  const found = await call("GET", "/api/v1/session", { as: person }).catch((fault: unknown) => {
    if (fault instanceof AppError && fault.code === "server_unreachable") return null;
    throw fault;
  });
  const { person: known = null } = (found ?? {}) as { readonly person?: object | null };
  return known !== null;
}

function durationOf(text: string): number {
  const match = /^(\d+)([smhd])$/.exec(text);
  if (match === null)
    throw new AppError("usage", `\`${text}\` is no length of time`, { hint: "such as 15m or 8h" });
  return (
    Number(match[1]) * { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }[match[2] as "s" | "m" | "h" | "d"]
  );
}
