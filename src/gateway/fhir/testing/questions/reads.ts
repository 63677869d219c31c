import type { Asking } from "../asking.ts";
import type { Dice } from "../dice.ts";
import { typeFor } from "./searches.ts";
import type { Topic } from "./topic.ts";

const OF_A_READ = [
  "",
  "",
  "",
  "",
  "?_elements=name,code,birthDate",
  "?_summary=true",
  "?_summary=text",
  "?_summary=data",
  "?_format=json",
  "?_summary=count",
  "?_elements=meta,text",
];

/** Headers that make a server tell what it knows of a version; most have no meaning here. */
const CONDITIONS: readonly Readonly<Record<string, string>>[] = [
  { "if-modified-since": "Mon, 05 Jan 2026 10:00:00 GMT" },
  { "if-none-match": 'W/"1"' },
  { "if-none-match": "*" },
  { "if-match": 'W/"1"' },
  { accept: "application/fhir+xml" },
  { accept: "text/html" },
  { accept: "application/fhir+json; fhirVersion=4.0" },
  { accept: "application/json;q=0.5, */*;q=0.1" },
  { prefer: "handling=lenient, return=minimal" },
  { range: "bytes=0-10" },
];

/** A read of a record that is there, visible or not, or of one that is not. */
export function read(dice: Dice, topic: Topic): Asking {
  const absent = dice.once(3)
    ? `/${typeFor(dice, topic)}/r${dice.below(41)}`
    : `/${typeFor(dice, topic)}/absent`;
  const target = dice.once(10) ? absent : `/${recordFor(dice, topic)}`;
  const asking: Asking = { target: target + dice.one(OF_A_READ) };
  if (dice.once(6)) return { ...asking, headers: dice.one(CONDITIONS) };
  if (dice.once(30)) return { ...asking, method: "HEAD" };
  return dice.once(4)
    ? { ...asking, tagIn: dice.one(["if-none-match", "if-none-match", "if-match"]) }
    : asking;
}

/** Mostly of a type that the caller is given something of. */
export function recordFor(dice: Dice, topic: Topic): string {
  return dice.once(8)
    ? topic.record(dice)
    : topic.record(dice, dice.once(2) ? "Patient" : dice.one(topic.given));
}

/** What was: of a record, of a type, of all; and single versions, by ids that servers give. */
export function history(dice: Dice, topic: Topic): Asking {
  const record = recordFor(dice, topic);
  const query = dice.one([
    "",
    "",
    "",
    "?_count=1",
    "?_count=2",
    "?_since=2026-01-01",
    "?_at=2026",
    "?_sort=_lastUpdated",
    "?_summary=true",
  ]);
  return {
    target: dice.weighed([
      [6, `/${record}/_history${query}`],
      [2, `/${typeFor(dice, topic)}/_history${query}`],
      [1, `/_history${query}`],
      [1, `/${record}/_history/`],
    ]),
    ...(dice.once(6) ? { handTo: dice.one(topic.others) } : {}),
  };
}

export function versionRead(dice: Dice, topic: Topic): Asking {
  return { target: `/${recordFor(dice, topic)}/_history/${dice.one(["1", "2", "3", "0", "x", "1.0", "~"])}` };
}

const TRICKS: readonly ((path: string) => string)[] = [
  (path) => path.replace("/", "%2F"),
  (path) => path.replaceAll("e", "%65"),
  (path) => `/${path}`.replaceAll("/", "//"),
  (path) => `${path}/`,
  (path) => `${path};v=1`,
  (path) => `${path}/.`,
  (path) => `Patient/../${path}`,
  (path) => `Patient/%2e%2e/${path}`,
  (path) => `%2e/${path}`,
  (path) => path.toLowerCase(),
  (path) => path.toUpperCase(),
  (path) => `${path}%00`,
  (path) => `${path}%20`,
  (path) => `${path}#x`,
  (path) => `${path}?`,
  (path) => `${path}?&&`,
  (path) => `${path}/_history/1/..`,
  (path) => `${path}\\`,
  (path) => `${path}/$everything/`,
  (path) => path.replace("/", "/%ff"),
];

/** A read or a search by a path that some other reader would take for another one. */
export function trick(dice: Dice, topic: Topic): Asking {
  const path = dice.once(3) ? typeFor(dice, topic) : recordFor(dice, topic);
  const bent = dice.one(TRICKS)(path);
  return dice.weighed<Asking>([
    [10, { target: `/${bent}` }],
    [1, { target: `!/FHIR/${bent}` }],
    [1, { target: `!//fhir/${bent}` }],
    [1, { target: `!http://gateway.test/fhir/${bent}` }],
    [1, { target: `!/fhir/../fhir/${bent}` }],
    [1, { method: dice.one(["OPTIONS", "TRACE", "PROPFIND", "get", "CONNECT"]), target: `/${bent}` }],
    [1, { method: "HEAD", target: `/${bent}` }],
  ]);
}
