import type { InteractionName } from "../../route.ts";
import type { Asking } from "../asking.ts";
import type { Dice } from "../dice.ts";
import { batch } from "./batches.ts";
import { compartment, join, systemSearch } from "./joins.ts";
import {
  bulkExport,
  exportCancel,
  exportFile,
  exportStatus,
  capabilities,
  content,
  everything,
  operation,
} from "./operations.ts";
import { history, read, trick, versionRead } from "./reads.ts";
import { pages, search } from "./searches.ts";
import type { Topic } from "./topic.ts";
import { conditional, create, patch, remove, update } from "./writes.ts";

export type Family = (dice: Dice, topic: Topic) => Asking;

/**
 * Questions of every interaction, each with the weight it has among all. A new interaction does not compile without.
 * The weights of reads and searches are such that most answers hold something.
 */
export const FAMILIES: {
  readonly [N in InteractionName]: readonly (readonly [weight: number, family: Family])[];
} = {
  "fhir.capabilities": [[1, capabilities]],
  "fhir.read": [[22, read]],
  "fhir.vread": [[2, versionRead]],
  "fhir.history": [[4, history]],
  "fhir.search": [
    [40, search],
    [12, pages],
    [26, join],
  ],
  "fhir.compartment-search": [[8, compartment]],
  "fhir.system-search": [[3, systemSearch]],
  "fhir.create": [[3, create]],
  "fhir.update": [
    [5, update],
    [1, conditional],
  ],
  "fhir.patch": [[3, patch]],
  "fhir.delete": [[5, remove]],
  "fhir.batch": [[4, batch]],
  "fhir.operation": [
    [5, everything],
    [1, bulkExport],
    [1, operation],
    [2, content],
  ],
  "fhir.export-status": [[1, exportStatus]],
  "fhir.export-file": [[1, exportFile]],
  "fhir.export-cancel": [[1, exportCancel]],
  "fhir.unknown": [[2, trick]],
};

/** The questions that leave every record as it is. */
export const READING: readonly InteractionName[] = [
  "fhir.capabilities",
  "fhir.read",
  "fhir.vread",
  "fhir.history",
  "fhir.search",
  "fhir.compartment-search",
  "fhir.system-search",
  "fhir.operation",
  "fhir.export-status",
  "fhir.export-file",
  "fhir.export-cancel",
  "fhir.unknown",
];

export const WRITING: readonly InteractionName[] = [
  "fhir.create",
  "fhir.update",
  "fhir.patch",
  "fhir.delete",
  "fhir.batch",
];

/** One question of these interactions, by the weights of their families. */
export function askOne(dice: Dice, topic: Topic, interactions: readonly InteractionName[]): Asking {
  return dice.weighed(interactions.flatMap((name) => FAMILIES[name]))(dice, topic);
}
