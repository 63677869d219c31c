import type { JsonObject } from "../../../kernel/json.ts";
import type { Holder } from "../../ports.ts";
import { around, type CollectScene, type FactDraft, factsFor, type SourceKind } from "../collector.ts";
import {
  amountOf,
  NEVER,
  nameOf,
  objectsOf,
  patientsOf,
  referencesOf,
  startOf,
  textOf,
} from "../fhir-fields.ts";

/** Money is compared in cents, so that sums of decimals do not leave a crumb open. */
const CENTS = 100;

/** Claims that the explanations of benefit do not cover to the last cent. */
export const claimOpen: SourceKind = {
  takes: ["before", "holder"],
  types: () => ["ExplanationOfBenefit", "Claim"],
  start(scene) {
    const paid = new Map<string, number>();
    const claims: {
      readonly total: number | undefined;
      readonly facts: readonly FactDraft[];
      readonly name: string;
    }[] = [];
    return {
      add(resource) {
        if (textOf(resource["status"]) !== "active") return;
        if (resource["resourceType"] === "ExplanationOfBenefit") return addPayments(resource, paid);
        const name = nameOf(resource);
        if (name === undefined) return;
        claims.push({ name, total: centsOf(resource["total"]), facts: factsOfClaim(resource, scene) });
      },
      *finish() {
        for (const { name, total, facts } of claims) {
          if (total === undefined || (paid.get(name) ?? 0) < total) yield* facts;
        }
      },
    };
  },
};

function addPayments(explanation: JsonObject, paid: Map<string, number>): void {
  const [payment = {}] = objectsOf(explanation["payment"]);
  const amount = centsOf(payment["amount"]) ?? benefitOf(explanation);
  for (const { type, id } of referencesOf(explanation["claim"])) {
    paid.set(`${type}/${id}`, (paid.get(`${type}/${id}`) ?? 0) + amount);
  }
}

/** Where the payer names no payment, the total of the category `benefit` (FHIR R4, ExplanationOfBenefit.total). */
function benefitOf(explanation: JsonObject): number {
  const benefits = objectsOf(explanation["total"]).filter((total) =>
    objectsOf(total["category"]).some((category) =>
      objectsOf(category["coding"]).some((coding) => textOf(coding["code"]) === "benefit"),
    ),
  );
  return benefits.reduce((sum, total) => sum + (centsOf(total["amount"]) ?? 0), 0);
}

function centsOf(money: JsonObject[string]): number | undefined {
  const amount = amountOf(money);
  return amount === undefined ? undefined : Math.round(amount * CENTS);
}

function factsOfClaim(claim: JsonObject, scene: CollectScene): readonly FactDraft[] {
  const source = nameOf(claim);
  const created = startOf(claim["created"]);
  const event = created === undefined ? NEVER : { from: created, until: created };
  const encounters = objectsOf(claim["item"]).flatMap((item) => referencesOf(item["encounter"]));
  return factsFor(holdersOf(claim, scene), {
    ...around(event, scene.options),
    patients: patientsOf(claim["patient"]),
    refs: [...present(source), ...new Set(encounters.map(({ type, id }) => `${type}/${id}`))],
    source,
  });
}

function holdersOf(claim: JsonObject, scene: CollectScene): readonly Holder[] {
  if (scene.options.holder === "workforce") return ["workforce"];
  const places = [...referencesOf(claim["provider"]), ...referencesOf(claim["facility"])];
  return places
    .flatMap((place) => scene.directory.holdersOf(place))
    .filter((holder) => holder.startsWith("department/"));
}

function present<T>(value: T | undefined): readonly T[] {
  return value === undefined ? [] : [value];
}
