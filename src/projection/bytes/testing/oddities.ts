/** What real senders and attackers write where FHIR has something else. */
import type { Random } from "../../../../demo/random.ts";
import { literal } from "./made.ts";
import type { Made, Member } from "./made.ts";

const NUMBERS = ["0", "-0", "1", "1.00", "0.5", "1E5", "1e-7", "-12.250", "12345678901234567890", "1e400"];
const MALFORMED = [
  "01",
  "1.",
  ".5",
  "-",
  "+1",
  "1e",
  "0x1",
  "NaN",
  "tru",
  "nul",
  "falsy",
  "Infinity",
  "1.e3",
  "--1",
];
const DATES = ["1920", "1990-01", "2001-02-03", "2020-05-06T07:08:09Z", "never"];
const REFERENCES = ["#p", "#", "Patient/1", "Practitioner/2", "urn:uuid:9", "http://x.example/Patient/3", ""];
const URLS = ["#c", "http://u.example", "http://hl7.org/fhir/sid/us-ssn", "urn:oid:1.2", ""];
const TEXTS = [
  "A",
  "laboratory",
  "MR",
  'quote " inside',
  "back\\slash",
  "]}[{",
  "a,b:c",
  "é",
  "日本語",
  "😀",
  "tab\tline\nend",
];
const STRANGE_NAMES = [
  "__proto__",
  "constructor",
  "toString",
  "hasOwnProperty",
  "",
  "0",
  "12",
  "é",
  "日本",
  "a b",
  '"',
  "\\",
];
const COMMON_STRANGERS = [
  "text",
  "meta",
  "contained",
  "modifierExtension",
  "implicitRules",
  "language",
  "fhir_comments",
];
const NUMERIC = new Set(["decimal", "integer", "positiveInt", "unsignedInt"]);
const MAX_NESTING = 102;

/** A value of a primitive type; with oddness also one that is none. */
export function oddPrimitive(type: string, random: Random, oddness: number): Made {
  if (random.chance(0.004 * oddness)) return literal(random.pick(MALFORMED));
  if (NUMERIC.has(type)) return literal(random.pick(NUMBERS));
  if (type === "boolean") return literal(random.pick(["true", "false"]));
  if (type === "date" || type === "dateTime" || type === "instant") return random.pick(DATES);
  if (type === "uri" || type === "canonical" || type === "url") return random.pick(URLS);
  // `Reference.reference` is a string in the definitions.
  if (type === "string" && random.chance(0.3)) return random.pick(REFERENCES);
  return random.chance(0.15) ? longText(random) : random.pick(TEXTS);
}

/** The value in another shape than FHIR gives it. */
export function oddShape(value: Made, random: Random): Made {
  const shapes: readonly Made[] = [
    literal("null"),
    [value],
    [[value]],
    [literal("null"), value],
    [value, literal("null")],
    [],
    { members: [] },
    { members: [["url", "u"]] },
    "text",
    literal("1"),
    [{ members: [] }, { members: [["url", "u"]] }],
    [literal("true"), { members: [] }],
  ];
  return random.pick(shapes);
}

/** A member that nothing covers, or that only looks like one that something covers. */
export function oddMember(random: Random): Member {
  return [oddName(random), random.chance(0.1) ? nested(random) : strangerValue(random)];
}

function oddName(random: Random): string {
  if (random.chance(0.4)) return random.pick(COMMON_STRANGERS);
  if (random.chance(0.5)) return random.pick(STRANGE_NAMES);
  // Lengths on both sides of every block, among them prefixes of each other.
  return "resourceTypeextensionidentifierABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnop".slice(
    0,
    random.int(1, 70),
  );
}

function strangerValue(random: Random): Made {
  return random.pick<Made>([
    "stranger",
    literal("12"),
    { members: [["a", [literal("1"), { members: [["b", "c"]] }]]] },
    [
      {
        members: [
          ["resourceType", "Patient"],
          ["id", "p"],
        ],
      },
    ],
    { members: [["__proto__", { members: [["gender", "female"]] }]] },
    { members: [["security", [{ members: [["code", "PSYTHPN"]] }]]] },
  ]);
}

/** Deep on either side of the limit of parseJson. */
function nested(random: Random): Made {
  const depth = random.pick([10, 63, 64, 65, 96, 97, 98, 99, 100, 101, MAX_NESTING]);
  let value: Made = literal("1");
  const isList = random.chance(0.5);
  for (let level = 0; level < depth; level++) value = isList ? [value] : { members: [["a", value]] };
  return value;
}

/** Brackets, quotes and backslashes on either side of blocks of 16, 32 and 64 bytes. */
function longText(random: Random): string {
  const filler = "x".repeat(
    random.pick([0, 1, 13, 14, 15, 16, 17, 29, 30, 31, 32, 33, 61, 62, 63, 64, 65, 127, 128]),
  );
  const runs = "\\".repeat(random.pick([0, 1, 2, 3, 15, 16, 17, 31, 32, 33, 63, 64, 65]));
  const end = random.pick(["", '"', '"}', "]", "{", "é", "😀", "\u0001", "\u007f", "\u2028"]);
  return filler + runs + end + (random.chance(0.02) ? "y".repeat(random.int(200, 5000)) : "");
}
