import type { JsonObject } from "../../../kernel/json.ts";
import { factsFor, hasCode, resourceKind } from "../collector.ts";
import {
  BEGINNING,
  codesOf,
  FOREVER,
  nameOf,
  objectsOf,
  patientsOf,
  type RecordReference,
  referencesOf,
  spanOf,
  startOf,
  textOf,
} from "../fhir-fields.ts";

const TASK_OPEN: ReadonlySet<string> = new Set([
  "requested",
  "received",
  "accepted",
  "ready",
  "in-progress",
  "on-hold",
]);

/** Who owns an open task, about what the task is for. */
export const taskOwner = resourceKind(["Task"], ["focus", "codes"], (task, scene) => {
  const { focus, codes } = scene.options;
  const about = firstOf([task["focus"], task["basedOn"], task["encounter"]].map(referencesOf));
  const wanted = focus.length === 0 || about.some(({ type }) => focus.includes(type));
  if (!TASK_OPEN.has(textOf(task["status"]) ?? "") || !wanted || !hasCode(codesOf(task["code"]), codes))
    return [];
  const [restriction = {}] = objectsOf(task["restriction"]);
  const records = [task["focus"], task["basedOn"], task["encounter"]].flatMap(referencesOf);
  return factsFor(
    referencesOf(task["owner"]).flatMap((owner) => scene.directory.holdersOf(owner)),
    {
      ...spanOf(restriction["period"]),
      patients: patientsOf(task["for"]),
      refs: [...new Set(records.map(({ type, id }) => `${type}/${id}`))],
      source: nameOf(task),
    },
  );
});

/** Who is to carry out an order, while it is active or was done not long ago. */
export const orderPerformer = resourceKind(
  ["ServiceRequest", "MedicationRequest"],
  ["before", "types"],
  (order, scene) => {
    const [dispense = {}] = objectsOf(order["dispenseRequest"]);
    const performers = [...referencesOf(order["performer"]), ...referencesOf(dispense["performer"])];
    const source = nameOf(order);
    return factsFor(
      performers.flatMap((performer) => scene.directory.holdersOf(performer)),
      {
        from: BEGINNING,
        until: endOfOrder(order, scene.options.before),
        patients: patientsOf(order["subject"]),
        refs: source === undefined ? [] : [source],
        source,
      },
    );
  },
);

/** The author of a document, for good: originators of psychotherapy notes (45 CFR 164.508(a)(2)(i)(A)). */
export const documentAuthor = resourceKind(
  ["DocumentReference", "Composition"],
  ["types"],
  (document, scene) => {
    const source = nameOf(document);
    if (textOf(document["status"]) === "entered-in-error" || source === undefined) return [];
    const holders = referencesOf(document["author"])
      .filter(({ type }) => type === "Practitioner" || type === "PractitionerRole")
      .flatMap((author) => scene.directory.holdersOf(author));
    const patients = patientsOf(document["subject"]);
    return factsFor(holders, { from: BEGINNING, until: FOREVER, patients, refs: [source], source });
  },
);

function endOfOrder(order: JsonObject, before: number): number {
  const status = textOf(order["status"]);
  if (status === "active" || status === "on-hold") return FOREVER;
  if (status !== "completed") return BEGINNING;
  const [meta = {}] = objectsOf(order["meta"]);
  return (startOf(meta["lastUpdated"]) ?? startOf(order["authoredOn"]) ?? BEGINNING) + before;
}

function firstOf(lists: readonly (readonly RecordReference[])[]): readonly RecordReference[] {
  return lists.find((list) => list.length > 0) ?? [];
}
