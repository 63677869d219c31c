import type { Kysely } from "kysely";
import type { SealedPlace } from "../../keys/ports.ts";
import { faultsNamed } from "../fault.ts";
import type { Schema } from "../schema.ts";
import { coldMonths } from "./manifest.ts";
import { type ColdFiles, parquet } from "./search.ts";
import { ENTRIES } from "./write.ts";

/** The months of the record that are kept in files: what is in them keeps the key that it was sealed under. */
export function sealedColdMonths(db: Kysely<Schema>, { duck, folder }: ColdFiles): SealedPlace {
  return {
    title: "the record's cold history",
    use: "seal",
    counts: async () => null,
    reseal: null,
    holds: (keyId) =>
      faultsNamed("looking for what a key sealed in cold history", async () => {
        const key = keyId.toUpperCase();
        for (const { id } of await coldMonths(db)) {
          const rows = await duck.rows(
            `select 1 from ${parquet(folder, id, ENTRIES)} where ${UNDER} limit 1`,
            [key],
          );
          if (rows.length > 0) return true;
        }
        return false;
      }),
  };
}

/**
 * In hex digits: the first byte says how an entry is sealed (`audit/linked-part.ts`), by the deployment from its second byte
 * on, or by patients with a recipient of some length before, sealed by the deployment.
 */
const UNDER = `substr(hex(sealed), 1, 2) = '01' and substr(hex(sealed), 3, 8) = $1
  or substr(hex(sealed), 1, 2) = '02' and substr(hex(sealed), 3, 4) <> '0000' and substr(hex(sealed), 9, 8) = $1`;
