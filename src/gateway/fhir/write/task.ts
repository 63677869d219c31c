import { grantedSomewhere } from "../../../decision/reach.ts";
import type { Reason } from "../../../decision/types.ts";
import type { Permitted } from "../../../pipeline.ts";
import type { GatewayParts } from "../deps.ts";
import { because } from "../reasons.ts";
import { isGiven } from "../show.ts";
import { refusing } from "../task.ts";
import type { Incoming, Task } from "../task.ts";
import { readWrite } from "./ask.ts";
import type { Writing } from "./ask.ts";
import { performWrite } from "./perform.ts";

/** The rule of create, update, patch and delete, by id and by criteria. */
export async function writeTask(parts: GatewayParts, incoming: Incoming<Writing>): Promise<Task> {
  const { question, interaction } = incoming;
  if (parts.writes === null)
    return refusing(question, interaction, because("interaction_not_supported", `\`${interaction.name}\``));
  const read = await readWrite(incoming);
  if (!read.ok) return refusing(question, interaction, read.error.reason, read.error.status);
  const ask = read.value;
  return {
    kind: "perform",
    asked: ask.asked,
    perform: async (permitted) => typeFault(permitted, ask.type) ?? performWrite(parts, ask, permitted),
  };
}

/** From policy and caller alone: nothing of the type may be written. */
export function typeFault({ decision, policy }: Permitted, type: string): Reason | null {
  const given = isGiven(policy.catalogue, type, grantedSomewhere(decision, type));
  return given ? null : because("write_not_permitted", `\`${type}\``);
}
