import type { TransformVector } from "../../../../catalogue/transforms.ts";
import type { Catalogue, SearchParameter } from "../../../../catalogue/types.ts";
import type { JsonObject } from "../../../../kernel/json.ts";
import type { Dice } from "../dice.ts";
import { nameOf, typeOf } from "../record-name.ts";
import { searchValues } from "./search-values.ts";

/** What questions are about: a world, and what the one who asks is given of it. */
export interface Topic {
  readonly catalogue: Catalogue;
  /** Types of which the caller is given something, and all types of the world. */
  readonly given: readonly string[];
  /** Of those, the ones with an element that some records show otherwise than others: where a question could tell most. */
  readonly uneven: readonly string[];
  readonly types: readonly string[];
  /** Other people, who may be handed a link. */
  readonly others: readonly string[];
  /** `Type/id` of a record of the world, visible or not. */
  record(dice: Dice, type?: string): string;
  /** The world's records of a type. */
  recordsOf(type: string): readonly JsonObject[];
  /** Mostly one whose elements the caller is given; sometimes any. */
  parameter(dice: Dice, type: string): SearchParameter;
  /** A text to search by: mostly one that the world holds, hidden or not. */
  value(dice: Dice, type: string, parameter: SearchParameter): string;
}

/** What a caller is given of a type. */
export interface Share {
  /** As `grantedSomewhere` says. */
  granted(type: string): TransformVector;
  /** As `keptEverywhere` says. */
  kept(type: string): Uint8Array;
}

interface Choice {
  /** Over what some records show and others do not, or in another form. */
  readonly uneven: readonly SearchParameter[];
  readonly given: readonly SearchParameter[];
  readonly all: readonly SearchParameter[];
}

/** `pools` are further values by the code of a parameter, for forms that no record has. */
export function createTopic(
  catalogue: Catalogue,
  world: readonly JsonObject[],
  share: Share,
  others: readonly string[],
  pools: Readonly<Record<string, readonly string[]>> = {},
): Topic {
  const byType = new Map<string, JsonObject[]>();
  for (const record of world) {
    const type = typeOf(record);
    byType.set(type, [...(byType.get(type) ?? []), record]);
  }
  const types = [...byType.keys()].toSorted();
  const given = types.filter((type) => share.granted(type).some((transform) => transform > 1));
  const choices = new Map<string, Choice>();
  const values = new Map<string, readonly string[]>();
  const recordsOf = (type: string): readonly JsonObject[] => byType.get(type) ?? [];
  const choiceOf = (type: string): Choice => {
    const known = choices.get(type) ?? choiceAmong(catalogue, type, share, recordsOf(type));
    choices.set(type, known);
    return known;
  };
  return {
    catalogue,
    given: given.length > 0 ? given : types,
    uneven: given.filter((type) => choiceOf(type).uneven.length > 0),
    types,
    others,
    recordsOf,
    record: (dice, type) =>
      nameOf(dice.one(type === undefined || !byType.has(type) ? world : recordsOf(type))),
    parameter: (dice, type) => {
      const { all, given: shown, uneven } = choiceOf(type);
      return dice.one(dice.once(30) ? all : uneven.length > 0 && dice.once(2) ? uneven : shown);
    },
    value: (dice, type, parameter) => {
      const key = `${type}.${parameter.code}`;
      const known = values.get(key) ?? [
        ...searchValues(parameter, recordsOf(type)),
        ...(pools[parameter.code] ?? []),
      ];
      values.set(key, known);
      return known.length === 0 || dice.once(20) ? dice.one(NOWHERE[parameter.type]) : dice.one(known);
    },
  };
}

/** Values that hardly any record has, and some that cannot be read. */
const NOWHERE: Readonly<Record<SearchParameter["type"], readonly string[]>> = {
  date: ["1903-02-30", "gt2999", "ap2026-03", "eb2027", "now"],
  token: ["nowhere", "urn:x|", "|nothing", "a,b"],
  string: ["Zzz", "Ab", ""],
  reference: ["Patient/nobody", "nobody", "http://elsewhere.test/Patient/p1", "Nothing/1"],
  number: ["0.33333", "lt0", "many"],
  quantity: ["12345.678", "gt1e9", "6|http://unitsofmeasure.org|mg/dL", "x"],
  uri: ["urn:nowhere", "http://"],
  composite: ["2339-0$5.4", "x$y", "$"],
  special: ["x", "41.8|-87.6|10|km"],
};

/** Given and held by some record come first, so that most questions find something. */
function choiceAmong(
  catalogue: Catalogue,
  type: string,
  share: Share,
  records: readonly JsonObject[],
): Choice {
  const [granted, kept] = [share.granted(type), share.kept(type)];
  const all = catalogue.searchParameters(type);
  const given = all.filter(
    ({ structural, elements }) => structural || elements?.some((element) => (granted[element] ?? 0) > 1),
  );
  const held = given.filter((parameter) => records.some((record) => parameter.valuesIn(record).length > 0));
  const uneven = held.filter(
    ({ structural, elements }) => !structural && elements?.some((element) => kept[element] !== 1),
  );
  return { all, given: held.length > 0 ? held : given.length > 0 ? given : all, uneven };
}
