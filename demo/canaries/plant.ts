import { jsonMembersOf } from "../../src/catalogue/fhir-r4/definitions.ts";
import { AppError } from "../../src/kernel/errors.ts";
import { isJsonObject, JsonNumber } from "../../src/kernel/json.ts";
import type { JsonObject, JsonValue, MutableJsonObject } from "../../src/kernel/json.ts";
import type { Hospital } from "../hospital.ts";
import { CanaryMint } from "./tokens.ts";

/** Where a canary stands. */
export interface CanaryPlace {
  /** `Patient/patient-pat` */
  readonly resource: string;
  /** `Patient.name[0].family` */
  readonly path: string;
}

export interface CanaryHospital extends Hospital {
  readonly canaries: ReadonlyMap<string, CanaryPlace>;
}

/** System of the coding that is added to every CodeableConcept, whose own codes keep their meaning. */
export const CANARY_SYSTEM = "https://canary.example.org/codes";

const XHTML = "http://www.w3.org/1999/xhtml";
/** What relations, discriminators, segments and links are read from stays as it is. */
const KEPT_MEMBERS = new Set(["resourceType", "id", "system", "reference", "profile", "questionnaire"]);
const KEPT_TYPES = new Set(["boolean", "code"]);

/**
 * A copy in which every string, date and number has a value of its own, valid for its datatype.
 * Kept: ids, references, systems, extension urls, required codes and booleans. Every CodeableConcept gets
 * one further coding with a canary. Throws `internal` at a member that FHIR R4 does not define.
 */
export function plantCanaries(hospital: Hospital): CanaryHospital {
  const canaries = new Map<string, CanaryPlace>();
  const mint = new CanaryMint();
  const resources = hospital.resources.map((resource) => {
    const type = textOf(resource["resourceType"]);
    const name = `${type}/${textOf(resource["id"])}`;
    const plant = new Planter(mint, (canary, path) => canaries.set(canary, { resource: name, path }));
    return plant.object(resource, type, type);
  });
  return { ...hospital, resources, canaries };
}

class Planter {
  readonly #mint: CanaryMint;
  readonly #note: (canary: string, path: string) => void;

  constructor(mint: CanaryMint, note: (canary: string, path: string) => void) {
    this.#mint = mint;
    this.#note = note;
  }

  object(value: JsonObject, shape: string, path: string): JsonObject {
    const planted: MutableJsonObject = {};
    for (const [key, member] of Object.entries(value)) {
      if (member === undefined) continue;
      planted[key] = this.#isKept(key, shape) ? member : this.#member(member, shape, key, `${path}.${key}`);
    }
    return shape === "CodeableConcept" ? this.#withCoding(planted, path) : planted;
  }

  #isKept(key: string, shape: string): boolean {
    return KEPT_MEMBERS.has(key) || (key === "url" && shape === "Extension");
  }

  #member(value: JsonValue, shape: string, key: string, path: string): JsonValue {
    if (key.startsWith("_")) return this.#each(value, path, (item, at) => this.#value(item, "Element", at));
    const type = jsonMembersOf(shape).get(key)?.type;
    if (type === undefined) throw new AppError("internal", `FHIR R4 has no \`${path}\``);
    return this.#each(value, path, (item, at) => this.#value(item, type, at));
  }

  #each(value: JsonValue, path: string, plant: (item: JsonValue, path: string) => JsonValue): JsonValue {
    return Array.isArray(value)
      ? value.map((item, index) => plant(item, `${path}[${index}]`))
      : plant(value, path);
  }

  #value(value: JsonValue, type: string, path: string): JsonValue {
    if (isJsonObject(value)) {
      const inner = type === "Resource" ? textOf(value["resourceType"]) : type;
      return this.object(value, inner, path);
    }
    if (value instanceof JsonNumber) return this.#number(value, path);
    return typeof value === "string" && !KEPT_TYPES.has(type) ? this.#text(value, type, path) : value;
  }

  #number(value: JsonNumber, path: string): JsonNumber {
    const canary = value.text.includes(".") ? this.#mint.decimal(value.text) : this.#mint.integer();
    this.#note(canary, path);
    return new JsonNumber(canary);
  }

  #text(value: string, type: string, path: string): string {
    if (type === "date" || type === "dateTime" || type === "instant") {
      const moment = value.includes("T") ? this.#mint.instant(value) : this.#mint.day();
      this.#note(moment, path);
      return moment;
    }
    const canary = this.#mint.text();
    this.#note(canary, path);
    return dressed(canary, type);
  }

  #withCoding(planted: MutableJsonObject, path: string): JsonObject {
    const codings = Array.isArray(planted["coding"]) ? planted["coding"] : [];
    const canary = this.#mint.text();
    this.#note(canary, `${path}.coding[${codings.length}].code`);
    return { ...planted, coding: [...codings, { system: CANARY_SYSTEM, code: canary }] };
  }
}

/** The canary in the form its datatype asks for. */
function dressed(canary: string, type: string): string {
  switch (type) {
    case "xhtml":
      return `<div xmlns="${XHTML}">${canary}</div>`;
    case "uri":
    case "url":
    case "canonical":
      return `https://canary.example.org/${canary}`;
    default:
      return canary;
  }
}

function textOf(value: JsonValue | undefined): string {
  return typeof value === "string" ? value : "";
}
