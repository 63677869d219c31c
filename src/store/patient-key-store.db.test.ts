import { afterEach, describe } from "vitest";
import { patientKeyStoreContract } from "../keys/testing/patient-key-store.contract.ts";
import type { Database } from "./database.ts";
import { createPatientKeyStore } from "./patient-key-store.ts";
import { freshDatabase } from "./testing/database.ts";

let database: Database;
afterEach(() => database.close());

describe("PatientKeyStore in PostgreSQL", () => {
  patientKeyStoreContract(async () => {
    database = await freshDatabase();
    return createPatientKeyStore(database.kysely);
  });
});
