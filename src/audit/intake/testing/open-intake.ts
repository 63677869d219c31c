import type { RecordSigningKey } from "../../../keys/record-signing-key.ts";
import type { RecordSealer } from "../../../keys/ports.ts";
import { systemClock } from "../../../kernel/clock.ts";
import type { Database } from "../../../store/database.ts";
import { createIntakeStore } from "../../../store/intake-store.ts";
import { createRecordStore } from "../../../store/record-store.ts";
import { createSourceStore } from "../../../store/source-store.ts";
import { createRecorder } from "../../recorder.ts";
import { openRecordTree } from "../../tree/record-tree.ts";
import { createIntake } from "../intake.ts";

/** The way in over a database, as the server wires it. */
export async function openIntakeOver({ kysely }: Database, key: RecordSigningKey, sealer: RecordSealer) {
  const tree = await openRecordTree(createRecordStore(kysely), key, "test", systemClock);
  const recorder = createRecorder(tree, sealer, systemClock);
  const [sources, store] = [createSourceStore(kysely), createIntakeStore(kysely, sealer)];
  const people = { byUserName: async () => undefined, byReference: store.personBy };
  const intake = createIntake({
    store,
    sources,
    people,
    sealer,
    clock: systemClock,
    append: recorder.record,
  });
  return { recorder, sources, store, intake };
}
