import type { RecordedRelease } from "../../audit/types.ts";

/** What the record says of a token that was issued. */
export function issuedRelease(tokenId: string): RecordedRelease {
  return {
    outcome: "permit",
    reason: null,
    rules: [],
    grantIds: [],
    patients: [],
    records: [],
    released: [],
    withheldCount: 0,
    changes: [`issued token/${tokenId}`],
  };
}
