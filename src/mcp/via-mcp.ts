import type { Caller, Credentials } from "../identity/types.ts";
import type { ReasonCode } from "../kernel/reasons.ts";
import { err, type Result } from "../kernel/result.ts";
import type { Pipeline } from "../pipeline.ts";

export const MCP_CHANNEL = "mcp";

/**
 * The pipeline of agents. INVARIANT: the purpose is that of the token or of the registration, and no header's; the channel
 * of each entry is `mcp`; and who is no program does not come in, so that no agent uses the rights of a person.
 */
export function viaMcp(pipeline: Pipeline): Pipeline {
  const own = (credentials: Credentials): Credentials => ({
    ...credentials,
    session: undefined,
    purposeHeader: undefined,
    caseHeader: undefined,
    channel: MCP_CHANNEL,
  });
  return {
    ...pipeline,
    identify: async (credentials) => asProgram(await pipeline.identify(own(credentials)), pipeline),
    record: (caller, asked, decision, release) =>
      pipeline.record(caller, { ...asked, credentials: own(asked.credentials) }, decision, release),
  };
}

function asProgram(caller: Result<Caller, ReasonCode>, pipeline: Pipeline): Result<Caller, ReasonCode> {
  if (!caller.ok) return caller;
  const roles = pipeline.policy()?.roles;
  const isProgram = caller.value.person.roles.every((role) => roles?.get(role)?.kind === "program");
  return isProgram ? caller : err("agent_not_itself");
}
