/**
 * What a session may be shown of a record, element by element: the reference decider says how far, the leaves say
 * whose each value is. Shares nothing with decide, viewOf or projection.
 */
import { transformOf } from "../../src/catalogue/transforms.ts";
import { referenceTransform } from "../../src/decision/reference/decider.ts";
import { meet } from "../../src/decision/reference/lattice.ts";
import type { Chart, ChartRecord } from "./chart.ts";
import type { Leaf } from "./leaves.ts";
import { canariesIn } from "./literals.ts";
import { requestOf } from "./sessions.ts";
import type { Session } from "./sessions.ts";

/** What must come out of one record, no more and no less. */
export interface Expectation {
  readonly record: ChartRecord;
  readonly isVisible: boolean;
  /** Leaves that come out as they are, as `path=literal`. Urls of extensions aside. */
  readonly leaves: readonly string[];
  readonly canaries: ReadonlySet<string>;
  /** Some element is shown in another form than its own. */
  readonly isTransformed: boolean;
}

/** For every record of the chart, in order. */
export function expectationsOf(
  chart: Chart,
  session: Session,
  capability: "read" | "search",
): readonly Expectation[] {
  const request = { ...requestOf(session, chart.caseId), capability };
  return chart.records.map((record) => {
    const codes = new Map<number, number>();
    const codeOf = (element: number): number => {
      const known = codes.get(element);
      if (known !== undefined) return known;
      const code = referenceTransform({
        request,
        policy: chart.policy,
        facts: chart.facts,
        record: record.facts,
        element,
      });
      codes.set(element, code);
      return code;
    };
    return expectationOf(record, codeOf);
  });
}

function expectationOf(record: ChartRecord, codeOf: (element: number) => number): Expectation {
  const isVisible =
    record.contexts.length > 0 &&
    record.contexts.every((elements) => elements.some((one) => codeOf(one) !== 0));
  const shown = isVisible ? record.leaves.filter((leaf) => isShown(leaf, codeOf)) : [];
  const owned = record.leaves.flatMap(({ owners }) => (Array.isArray(owners) ? owners : []) as number[]);
  return {
    record,
    isVisible,
    leaves: shown.filter((leaf) => !isExtensionUrl(leaf)).map(({ path, literal }) => `${path}=${literal}`),
    canaries: new Set(shown.flatMap(({ literal }) => [...canariesIn(literal)])),
    isTransformed: owned.some((element) => !["keep", "drop"].includes(transformOf(codeOf(element)))),
  };
}

/** Kept, or one of the parts that a form leaves as they are: state and country beside a shortened ZIP code. */
function isShown({ owners, path, parent }: Leaf, codeOf: (element: number) => number): boolean {
  if (owners === "structural") return true;
  if (owners === null || owners.length === 0) return false;
  const form = transformOf(owners.map(codeOf).reduce(meet));
  return (
    form === "keep" ||
    (form === "generalize:zip3" && parent === "Address" && /\.(?:state|country)$/.test(path))
  );
}

/** The urls of extensions are fixed by the element files; they follow the values beside them. */
export function isExtensionUrl({ path, parent }: Pick<Leaf, "path" | "parent">): boolean {
  return parent === "Extension" && path.endsWith(".url");
}

/** The same at the gateway, which gives a link of its own in place of where attached content lies (GW-220 on). */
export function behindOwnLinks(expectation: Expectation): Expectation {
  const addresses = expectation.record.leaves.filter(isAddressOfContent);
  const own = new Set(addresses.flatMap(({ literal }) => [...canariesIn(literal)]));
  return {
    ...expectation,
    canaries: new Set([...expectation.canaries].filter((canary) => !own.has(canary))),
  };
}

function isAddressOfContent({ path, parent }: Leaf): boolean {
  return parent === "Attachment" && path.endsWith(".url");
}
