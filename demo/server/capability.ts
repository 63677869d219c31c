import { stringifyJson } from "../../src/kernel/json.ts";
import type { JsonObject } from "../../src/kernel/json.ts";
import { dateTime, momentOf } from "../calendar.ts";
import type { Day } from "../calendar.ts";
import type { ResourceStore } from "./resource-store.ts";

/** CapabilityStatement: what is stored can be read, searched and written. */
export function capabilityText(store: ResourceStore, url: string, today: Day): string {
  const statement: JsonObject = {
    resourceType: "CapabilityStatement",
    status: "active",
    date: dateTime(momentOf(today, 0)),
    kind: "instance",
    fhirVersion: "4.0.1",
    software: { name: "Alder Falls demo hospital" },
    implementation: { description: "Synthetic charts of a made-up practice", url },
    format: ["application/fhir+json"],
    rest: [{ mode: "server", resource: store.types().map((type) => resourceOf(store, type)) }],
  };
  return stringifyJson(statement);
}

function resourceOf(store: ResourceStore, type: string): JsonObject {
  const parameters = [...store.parametersOf(type).values()].filter(
    ({ footprint, type: kind }) => footprint !== undefined && kind !== "composite" && kind !== "special",
  );
  return {
    type,
    interaction: [
      "read",
      "vread",
      "history-instance",
      "search-type",
      "create",
      "update",
      "patch",
      "delete",
    ].map((code) => ({ code })),
    versioning: "versioned",
    readHistory: true,
    updateCreate: true,
    conditionalCreate: true,
    conditionalUpdate: true,
    conditionalDelete: "single",
    searchParam: parameters.map((parameter) => ({ name: parameter.code, type: parameter.type })),
  };
}
