import type { Basis, ExemptionCode } from "../catalogue/vocabulary.ts";
import type { CompiledPolicy } from "../policy/types.ts";
import type { AccessRequest, Obligation, Slice } from "./types.ts";

/** 45 CFR 164.528(a)(1)(i)–(iv): disclosures that the accounting leaves out. */
const NOT_ACCOUNTED: ReadonlySet<Basis> = new Set([
  "treatment",
  "payment",
  "operations",
  "individual",
  "authorization",
]);
const ALWAYS_ACCOUNTED: ReadonlySet<ExemptionCode> = new Set(["hhs", "required-by-law"]);

/** What the surface must do with what is released under these slices. */
export function obligationsOf(
  request: AccessRequest,
  policy: CompiledPolicy,
  slices: readonly Slice[],
): readonly Obligation[] {
  const obligations: Obligation[] = [{ kind: "record" }];
  if (request.act !== "disclose") return obligations;
  if (slices.some(isAccounted)) obligations.push({ kind: "accounting" });
  const part2 = policy.segments.filter(({ guard }) => guard === "part2-consent");
  // 42 CFR 2.32: a notice goes with each disclosure made with consent.
  if (
    slices.some((slice) => slice.basis !== "individual" && part2.some(({ bit }) => slice.segments.has(bit)))
  )
    obligations.push({ kind: "part2-notice" });
  return obligations;
}

function isAccounted(slice: Slice): boolean {
  return (
    (slice.exemption !== null && ALWAYS_ACCOUNTED.has(slice.exemption)) || !NOT_ACCOUNTED.has(slice.basis)
  );
}
