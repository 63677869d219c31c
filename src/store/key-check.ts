import type { Kysely } from "kysely";
import { AppError } from "../kernel/errors.ts";
import type { Sealer } from "../keys/ports.ts";
import { faultsNamed } from "./fault.ts";
import type { Schema } from "./schema.ts";

export const CONTEXT = "deployment.key_check";
const KNOWN = Buffer.from("modicum/key-check/v1");

/**
 * Makes sure that this process holds the keys that the database was sealed with, before it writes beside what it
 * could not read. The first start leaves the proof.
 * @throws AppError `key_unavailable` when the database was written under other keys
 */
export async function checkKeys(db: Kysely<Schema>, sealer: Sealer): Promise<void> {
  const proof = Buffer.from(await sealer.seal(KNOWN, CONTEXT));
  const { key_check: kept } = await faultsNamed("checking the keys", async () => {
    await db
      .insertInto("deployment")
      .values({ key_check: proof })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    return db.selectFrom("deployment").select("key_check").executeTakeFirstOrThrow();
  });
  const opened = await sealer.open(kept, CONTEXT).catch(() => null);
  if (opened !== null && KNOWN.equals(opened)) return;
  throw new AppError("key_unavailable", "the database was written under other keys", {
    hint: "bring the root key and the folder `keys` of MODICUM_DATA that it was written with",
  });
}
