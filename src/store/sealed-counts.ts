import { type Kysely, sql } from "kysely";
import type { CountSealed } from "../governance/shredding/ports.ts";
import type { RecordSealer } from "../keys/ports.ts";
import { byteaArray } from "./binary-array.ts";
import { coldMonths } from "./cold/manifest.ts";
import { type ColdFiles, searchCold } from "./cold/search.ts";
import { DIRECTIVE_PATIENT } from "./directive-store.ts";
import { faultsNamed } from "./fault.ts";
import { RELATION_PATIENT } from "./relation-store.ts";
import type { Schema } from "./schema.ts";

/** Entries in files are counted up to here. */
const MOST = 10_000;

/** Where to count. */
export interface SealedCountParts {
  readonly db: Kysely<Schema>;
  readonly cold: ColdFiles;
  readonly sealer: RecordSealer;
  /** Namespace of the blind indexes of entries. */
  readonly entryPatient: string;
}

/** Counts what lies under the key of a patient: in tables exactly, in sealed months up to ten thousand entries. */
export function createSealedCounts({ db, cold, sealer, entryPatient }: SealedCountParts): CountSealed {
  return (patientId) =>
    faultsNamed("counting what is sealed", async () => {
      const [handles, directives, relations] = await Promise.all(
        [entryPatient, DIRECTIVE_PATIENT, RELATION_PATIENT].map((name) =>
          sealer.about.indexesOf(patientId, name),
        ),
      );
      const query = { patientIndexes: handles ?? [], limit: MOST };
      const { rows } = await sql<Record<"entries" | "directives" | "facts", string>>`select
        (select count(*) from audit_entry where patient_index && ${byteaArray(handles ?? [])}::bytea[]) as entries,
        (select count(*) from patient_directive
          where patient_index = any(${byteaArray(directives ?? [])}::bytea[])) as directives,
        (select count(*) from relation_fact
          where patient_index = any(${byteaArray(relations ?? [])}::bytea[])) as facts`.execute(db);
      const inFiles = await searchCold(cold, await coldMonths(db), query, MOST);
      return {
        entries: Number(rows[0]?.entries ?? 0),
        entriesInFiles: inFiles.length,
        directives: Number(rows[0]?.directives ?? 0),
        relationFacts: Number(rows[0]?.facts ?? 0),
      };
    });
}
