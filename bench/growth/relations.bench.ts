/** What it costs to read the relation facts of one person, however many facts of others the database holds. */
import { Client } from "pg";
import type { HeldFact, Holder } from "../../src/identity/ports.ts";
import { createRelationStore } from "../../src/store/relation-store.ts";
import { median } from "../harness/compare.ts";
import type { BenchSettings, GrowthCurve, GrowthPoint } from "../harness/types.ts";
import { openRecordBench, type RecordBench } from "../record-material.ts";

/** Facts in the table; `BENCH_FACTS` sets the most, 10,000,000 take some minutes and 4 GB of disk. */
const MOST = Number(process.env["BENCH_FACTS"] ?? 1_000_000);
const COUNTS = [1_000, 10_000, 100_000, 1_000_000, 10_000_000].filter((count) => count <= MOST);
/** Facts of one person, about as many patients. */
const FACTS_EACH = 100;
const ASKED: Holder = "Practitioner/asked";
const READS = 50;

async function points({ rounds }: BenchSettings): Promise<readonly GrowthPoint[]> {
  const bench = await openRecordBench();
  try {
    const store = createRelationStore(bench.database.kysely, bench.sealer);
    await store.replaceSource("asked", Array.from({ length: FACTS_EACH }, factOf), Date.now());
    const found: GrowthPoint[] = [];
    let held = FACTS_EACH;
    for (const count of COUNTS) {
      await addOthers(bench, held, count - held);
      held = count;
      const costs: number[] = [];
      for (let round = -1; round < rounds; round++) costs.push(await readsMs(store));
      found.push({ x: count, y: median(costs.slice(1)) });
    }
    return found;
  } finally {
    await bench.close();
  }
}

function factOf(_: unknown, at: number): HeldFact {
  const held = { holder: ASKED, relation: "care-team", patientId: `patient-${at}`, source: `CareTeam/${at}` };
  return { ...held, from: 0, until: Date.now(), syncedAt: Date.now(), refs: [] };
}

/** Rows of other people, made in the database: sealed as the first ones are, whose holder alone matters here. */
async function addOthers({ database }: RecordBench, from: number, count: number): Promise<void> {
  // A session of its own, which may take its time.
  const client = new Client({ connectionString: database.url });
  await client.connect();
  await client.query(`
    insert into relation_fact (source, holder, relation, patient_index, sealed, valid_from, valid_until, synced_at)
    select source, 'Practitioner/' || (n / ${FACTS_EACH}), relation, decode(md5(n::text), 'hex'), sealed,
      valid_from, valid_until, synced_at
    from generate_series(${from}, ${from + count - 1}) as n,
      (select * from relation_fact where holder = '${ASKED}' limit 1) as one;
    analyze relation_fact`);
  await client.end();
}

async function readsMs(store: ReturnType<typeof createRelationStore>): Promise<number> {
  const start = performance.now();
  for (let read = 0; read < READS; read++) {
    const facts = await store.ofHolders([ASKED, "workforce"]);
    if (facts.length !== FACTS_EACH) throw new Error("facts of others were read");
  }
  return (performance.now() - start) / READS;
}

export default [
  {
    name: "growth/relations-database",
    title: "Relation facts of one person against all in the database",
    x: "facts in the database",
    y: `ms to read and open ${FACTS_EACH} facts`,
    points,
  },
] satisfies readonly GrowthCurve[];
