import type { Client } from "../../identity/clients/ports.ts";
import { faultStatusOf } from "../../kernel/http-status.ts";
import type { CompiledPolicy } from "../../policy/types.ts";
import type { ControlObstacle } from "../control.ts";
import type { ApiDeps } from "../ports.ts";

type Agreed = Pick<Client, "owner" | "actsAs" | "purposes" | "discloses" | "kind" | "endsAt">;

/** What stands in the way of a registration; null: nothing. People and purposes are to exist, and the end to lie ahead. */
export async function obstacleTo(
  { session }: Pick<ApiDeps, "session">,
  policy: CompiledPolicy,
  client: Agreed,
  now: number,
): Promise<ControlObstacle | null> {
  for (const id of [client.owner, client.actsAs]) {
    if (id === null) continue;
    const person = await session.findPerson(id);
    if (person === undefined || !person.active)
      return invalid(`nobody active is \`${id}\``, "Name a person of the roster.");
  }
  const actsAs = client.actsAs === null ? undefined : await session.findPerson(client.actsAs);
  if (actsAs !== undefined && !isProgram(actsAs.roles, policy))
    return invalid(
      `\`${actsAs.id}\` is a human being, who signs in by themself`,
      "Give the program a person of the roster whose every role is `heldBy: program`.",
    );
  const unknown = client.purposes.find((purpose) => !policy.declarable.has(purpose));
  if (unknown !== undefined)
    return invalid(`no purpose is \`${unknown}\``, "Name purposes that can be declared.");
  if (client.endsAt <= now)
    return invalid("the registration would have ended", "Give a date that lies ahead.");
  if (client.kind === "agent" && client.purposes.length !== 1)
    return invalid("an agent is bound to one purpose", "Name one purpose.");
  return null;
}

/** INVARIANT: who registers clients gets no token of a human being by it: it would read in their name. */
function isProgram(roles: readonly string[], policy: CompiledPolicy): boolean {
  return roles.length > 0 && roles.every((role) => policy.roles.get(role)?.kind === "program");
}

/** Somebody was first: with this id, or with a change of the same version. */
export function conflict(title: string, next: string): ControlObstacle {
  return { problem: problem("conflict", title, next) };
}

function invalid(title: string, next: string): ControlObstacle {
  return { problem: problem("policy_invalid", title, next) };
}

function problem(code: "conflict" | "policy_invalid", title: string, next: string) {
  const named = code === "policy_invalid" ? "input_invalid" : code;
  return {
    type: `https://modicum.dev/errors/${named}`,
    title,
    status: faultStatusOf(code),
    code: named,
    next,
  };
}
