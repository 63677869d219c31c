import type { GatewayParts } from "./deps.ts";
import { everythingTask } from "./everything/task.ts";
import { locateTask } from "./locate/task.ts";
import { exportTask } from "./export/kick-off.ts";
import { because } from "./reasons.ts";
import type { InteractionOf } from "./route.ts";
import { refusing } from "./task.ts";
import type { Incoming, Rule, Task } from "./task.ts";

/** Every operation that has a rule. */
const OPERATIONS: Readonly<Record<string, Rule<"fhir.operation">>> = {
  $everything: everythingTask,
  $export: exportTask,
  $locate: locateTask,
};

/** The rule of `$…` calls; an operation without one is denied by its name. */
export function operationTask(
  parts: GatewayParts,
  incoming: Incoming<InteractionOf<"fhir.operation">>,
): Task | Promise<Task> {
  const { question, interaction } = incoming;
  const rule = Object.hasOwn(OPERATIONS, interaction.operation)
    ? OPERATIONS[interaction.operation]
    : undefined;
  if (rule !== undefined) return rule(parts, incoming);
  return refusing(question, interaction, because("interaction_not_supported", "`fhir.operation`"));
}
