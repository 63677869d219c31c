import { auditEventReadTask } from "./audit-event/read.ts";
import { auditEventSearchTask } from "./audit-event/search.ts";
import { batchTask } from "./batch/task.ts";
import { binaryTask } from "./binary/task.ts";
import { capabilitiesTask } from "./capabilities/task.ts";
import { compartmentTask } from "./compartment/task.ts";
import { fileTask } from "./export/file.ts";
import { cancelTask, statusTask } from "./export/status.ts";
import { historyTask, vreadTask } from "./history/task.ts";
import { operationTask } from "./operations.ts";
import { readTask } from "./read.ts";
import type { Interaction, InteractionName } from "./route.ts";
import { systemSearchTask } from "./search/system.ts";
import { searchTask } from "./search/task.ts";
import type { Rule } from "./task.ts";
import { writeTask } from "./write/task.ts";

type Rules = { readonly [N in InteractionName]?: Rule<N> };

/** Every interaction that has a rule. What stands not here is denied by its name. */
const RULES: Rules = {
  "fhir.batch": batchTask,
  "fhir.capabilities": capabilitiesTask,
  "fhir.compartment-search": compartmentTask,
  "fhir.create": writeTask,
  "fhir.delete": writeTask,
  "fhir.export-cancel": cancelTask,
  "fhir.export-file": fileTask,
  "fhir.export-status": statusTask,
  "fhir.history": historyTask,
  "fhir.operation": operationTask,
  "fhir.patch": writeTask,
  "fhir.read": readTask,
  "fhir.search": searchTask,
  "fhir.system-search": systemSearchTask,
  "fhir.update": writeTask,
  "fhir.vread": vreadTask,
};

/** Types that are no records of elements: these rules stand in place of those above. */
const RULES_OF_TYPE: Readonly<Record<string, Rules>> = {
  AuditEvent: { "fhir.read": auditEventReadTask, "fhir.search": auditEventSearchTask },
  Binary: { "fhir.read": binaryTask },
};

/** True for what is content in a form of its own: `Accept` then names that, and not JSON of FHIR. */
export function hasOwnForm(interaction: Interaction): boolean {
  const { name } = interaction;
  return name === "fhir.export-file" || (name === "fhir.read" && interaction.type === "Binary");
}

/** The rule of an interaction; undefined: it is denied. */
export function ruleOf(interaction: Interaction): Rule<InteractionName> | undefined {
  const type = "type" in interaction ? interaction.type : null;
  const rules = type === null ? RULES : (RULES_OF_TYPE[type] ?? RULES);
  // Each table pairs a name with the rule of that name.
  return rules[interaction.name] as Rule<InteractionName> | undefined;
}
