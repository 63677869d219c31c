import { momentOf } from "../calendar.ts";
import type { Day } from "../calendar.ts";
import type { Random } from "../random.ts";
import { GIVEN_NAMES, OCCUPATIONS, SURNAMES } from "./names.ts";
import { STREETS, TOWNS } from "./places.ts";
import type { Address, Category, Household, Person, World } from "./types.ts";

const DAYS_PER_YEAR = 365.25;

/** OMB categories with their CDC codes; weights are those of a mixed small-town catchment, not of any real place. */
const RACES: readonly (readonly [number, Category])[] = [
  [60, { code: "2106-3", display: "White" }],
  [16, { code: "2054-5", display: "Black or African American" }],
  [12, { code: "2028-9", display: "Asian" }],
  [4, { code: "1002-5", display: "American Indian or Alaska Native" }],
  [3, { code: "2076-8", display: "Native Hawaiian or Other Pacific Islander" }],
];
const HISPANIC: Category = { code: "2135-2", display: "Hispanic or Latino" };
const NOT_HISPANIC: Category = { code: "2186-5", display: "Not Hispanic or Latino" };
const LANGUAGES: readonly (readonly [number, Category])[] = [
  [80, { code: "en-US", display: "English (United States)" }],
  [10, { code: "es", display: "Spanish" }],
  [4, { code: "vi", display: "Vietnamese" }],
  [3, { code: "zh", display: "Chinese" }],
];

type Kind = "single" | "couple" | "family" | "single-parent" | "three-generations";

/** The first link of the causal chain: people in households, before anyone works or falls ill. */
export function buildWorld(random: Random, options: { readonly people: number; readonly today: Day }): World {
  const households: Household[] = [];
  let people = 0;
  while (people < options.people) {
    const key = `household-${households.length + 1}`;
    const household = drawHousehold(random.stream(key), key, options.today);
    households.push(household);
    people += household.members.length;
  }
  return { households };
}

function drawHousehold(random: Random, key: string, today: Day): Household {
  const kind = random.weighted<Kind>([
    [25, "single"],
    [32, "couple"],
    [22, "family"],
    [10, "single-parent"],
    [6, "three-generations"],
  ]);
  const home = {
    key,
    today,
    family: random.zipf(SURNAMES),
    race: random.weighted(RACES),
    ethnicity: random.chance(0.17) ? HISPANIC : NOT_HISPANIC,
    language: random.weighted(LANGUAGES),
  };
  const withChildren = kind === "family" || kind === "single-parent" || kind === "three-generations";
  const headAge = withChildren ? random.int(26, 50) : random.int(24, 88);
  const paired = kind !== "single" && kind !== "single-parent";
  const head = drawPerson(random.stream("head"), home, { role: "head", age: headAge, paired, index: 0 });
  const members = [head];
  if (paired) members.push(drawPartner(random.stream("partner"), home, head, headAge));
  if (withChildren) members.push(...drawChildren(random.stream("children"), home, members, headAge));
  if (kind === "three-generations") {
    members.push(
      drawPerson(random.stream("parent"), home, {
        role: "parent",
        age: headAge + random.int(22, 34),
        index: members.length,
      }),
    );
  }
  return {
    key,
    address: drawAddress(random.stream("address")),
    phone: phone(random.stream("phone")),
    members,
  };
}

interface Home {
  readonly key: string;
  readonly today: Day;
  readonly family: string;
  readonly race: Category;
  readonly ethnicity: Category;
  readonly language: Category;
}

interface Draft {
  readonly role: Person["role"];
  readonly age: number;
  readonly index: number;
  readonly paired?: boolean;
  readonly gender?: "female" | "male";
  readonly family?: string;
  readonly mothersMaidenName?: string;
}

function drawPartner(random: Random, home: Home, head: Person, headAge: number): Person {
  const opposite = head.birthSex === "F" ? "male" : "female";
  const keepsName = random.chance(0.25);
  return drawPerson(random, home, {
    role: "partner",
    age: Math.max(19, headAge + random.int(-5, 5)),
    index: 1,
    paired: true,
    gender: random.chance(0.93) ? opposite : opposite === "male" ? "female" : "male",
    ...(keepsName ? { family: random.zipf(SURNAMES) } : {}),
  });
}

function drawChildren(random: Random, home: Home, parents: readonly Person[], headAge: number): Person[] {
  const mother = parents.find((parent) => parent.birthSex === "F");
  const oldest = Math.min(headAge - 20, 22);
  return Array.from({ length: random.int(1, 3) }, (_, nth) =>
    drawPerson(random.stream(nth), home, {
      role: "child",
      age: random.int(0, oldest),
      index: parents.length + nth,
      ...(mother === undefined ? {} : { mothersMaidenName: mother.birthFamily }),
    }),
  );
}

function drawPerson(random: Random, home: Home, draft: Draft): Person {
  const sex = draft.gender ?? (random.chance(0.51) ? "female" : "male");
  const given = random.sample(GIVEN_NAMES[sex], random.chance(0.8) ? 2 : 1);
  const family = draft.family ?? home.family;
  const bornOn = home.today - Math.floor(draft.age * DAYS_PER_YEAR) - random.int(2, 360);
  const married =
    draft.paired === true && sex === "female" && draft.family === undefined && draft.role !== "child";
  const identity = random.chance(0.015) ? "non-binary" : sex;
  const handle = `${given[0]}.${family}`.toLowerCase().replaceAll(/[^a-z.]/g, "");
  return {
    key: `${home.key}/${draft.index}`,
    given,
    family,
    birthFamily: married ? random.zipf(SURNAMES) : family,
    mothersMaidenName: draft.mothersMaidenName ?? random.zipf(SURNAMES),
    gender: identity === "non-binary" ? "other" : sex,
    birthSex: sex === "female" ? "F" : "M",
    genderIdentity: identity,
    age: draft.age,
    bornOn,
    bornAt: momentOf(bornOn, random.int(0, 23), random.int(0, 59)),
    birthPlace: random.weighted(TOWNS),
    race: home.race,
    ethnicity: home.ethnicity,
    language: home.language,
    marital:
      draft.paired === true
        ? "M"
        : draft.role === "child"
          ? "S"
          : random.weighted([
              [5, "S"],
              [3, "D"],
              [2, "W"],
            ]),
    role: draft.role,
    occupation: draft.age < 18 ? "student" : draft.age > 66 ? "retired" : random.pick(OCCUPATIONS),
    mobile: phone(random),
    email: `${handle}${random.int(10, 99)}@example.com`,
  };
}

function drawAddress(random: Random): Address {
  return {
    number: random.int(1, 180),
    street: random.pick(STREETS),
    unit: random.chance(0.25) ? `Apt ${random.int(1, 24)}` : null,
    town: random.weighted(TOWNS),
  };
}

/** 555-0100 to 555-0199 are set aside for fiction. */
export function phone(random: Random): string {
  return `(603) 555-01${random.int(0, 9)}${random.int(0, 9)}`;
}
