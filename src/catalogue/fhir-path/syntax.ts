/** The subset of FHIRPath (HL7, normative 1) that SearchParameter expressions of FHIR R4 use, as a tree. */
export type Expression =
  | { readonly kind: "path"; readonly from: Expression | null; readonly name: string }
  | {
      readonly kind: "call";
      readonly from: Expression | null;
      readonly name: string;
      readonly argument: Expression | null;
    }
  | { readonly kind: "index"; readonly from: Expression; readonly at: number }
  | {
      readonly kind: "type";
      readonly operator: "as" | "is";
      readonly from: Expression;
      readonly type: string;
    }
  | { readonly kind: "union" | "and" | "or"; readonly left: Expression; readonly right: Expression }
  | {
      readonly kind: "compare";
      readonly operator: Comparison;
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly kind: "literal"; readonly value: string | number | boolean };

export type Comparison = "=" | "!=" | "<" | "<=" | ">" | ">=";
