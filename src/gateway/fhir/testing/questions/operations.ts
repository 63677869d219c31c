import type { Asking } from "../asking.ts";
import { bodyAsking } from "../asking.ts";
import type { Dice } from "../dice.ts";
import { recordFor } from "./reads.ts";
import { filter, typeFor } from "./searches.ts";
import type { Topic } from "./topic.ts";

/** Everything about a patient or a visit. */
export function everything(dice: Dice, topic: Topic): Asking {
  const owner = topic.record(dice, dice.once(4) ? "Encounter" : "Patient");
  const query = dice.one([
    "",
    "",
    "?_count=3",
    "?_count=5",
    `?_type=${typeFor(dice, topic)}`,
    "?_since=2026-01-01",
    "?start=2026-01-01",
    "?_elements=code",
    "?_format=xml",
  ]);
  return {
    target: `/${owner}/$everything${query}`,
    ...(dice.once(5) ? { handTo: dice.one(topic.others) } : {}),
  };
}

/** Bulk export: kick-off; what it links to is followed. */
export function bulkExport(dice: Dice, topic: Topic): Asking {
  const level = dice.one(["/Patient/$export", "/Patient/$export", "/$export", "/Group/g1/$export"]);
  const type = typeFor(dice, topic);
  const query = dice.one([
    "",
    `?_type=${type}`,
    `?_type=${type}&_elements=id`,
    "?_since=2026-01-01",
    `?_typeFilter=${encodeURIComponent(`${type}?${filter(dice, topic, type)}`)}`,
    "?_outputFormat=csv",
  ]);
  const handed = dice.once(5) ? { handTo: dice.one(topic.others) } : {};
  return {
    target: level + query,
    headers: { prefer: "respond-async", accept: "application/fhir+json" },
    ...handed,
  };
}

/** Of a job that was begun before, or of none; those that a kick-off links to are followed. */
export function exportStatus(dice: Dice): Asking {
  return { target: `/$export-status/${dice.one(JOBS)}` };
}

export function exportFile(dice: Dice): Asking {
  return { target: `/$export-file/${dice.one(JOBS)}/${dice.one(["1", "2", "10001", "0", "x"])}` };
}

export function exportCancel(dice: Dice): Asking {
  return { method: "DELETE", target: `/$export-status/${dice.one(JOBS)}` };
}

const JOBS = ["job-1", "job-2", "job-99", "x"];

const CALLS = [
  "$validate",
  "$expand",
  "$meta",
  "$lastn",
  "$stats",
  "$match",
  "$docref",
  "$graph",
  "$graphql",
  "$process-message",
  "$versions",
  "$convert",
  "$member-match",
  "$Everything",
  "$",
];

/** Any other operation of the standard, and none. */
export function operation(dice: Dice, topic: Topic): Asking {
  const at = dice.one(["", `/${typeFor(dice, topic)}`, `/${recordFor(dice, topic)}`]);
  const target = `${at}/${dice.one(CALLS)}`;
  if (dice.once(2)) return { target };
  return bodyAsking("POST", target, {
    resourceType: "Parameters",
    parameter: [{ name: "onlyCertainMatches", valueBoolean: true }],
  });
}

/** What the gateway says it can do, to this caller and to anyone. */
export function capabilities(dice: Dice): Asking {
  const target = `/metadata${dice.one(["", "", "?mode=full", "?mode=terminology", "?_format=json", "?_summary=true", "?_elements=rest"])}`;
  return dice.once(3) ? { target, headers: { authorization: "" } } : { target };
}

/** Content by id, by a link that is none, and the records that name it. */
export function content(dice: Dice, topic: Topic): Asking {
  return dice.weighed<() => Asking>([
    [3, () => ({ target: `/Binary/${dice.one(["b1", "b2", "b3", "absent", "..", "x".repeat(80)])}` })],
    [1, () => ({ target: "/Binary?_id=b1" })],
    [1, () => ({ target: "/Binary/b1/_history" })],
    [1, () => ({ target: `/Binary/b1`, headers: { accept: "text/plain" } })],
    [1, () => ({ target: "/Binary/b1", headers: { "x-security-context": topic.record(dice, "Patient") } })],
    [
      8,
      () => ({
        target: `/${topic.record(dice, "DocumentReference")}`,
        ...(dice.once(3) ? { handTo: dice.one(topic.others) } : {}),
      }),
    ],
  ])();
}
