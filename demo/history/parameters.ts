import type { Random } from "../random.ts";
import type { EvidenceTable } from "./types.ts";

/** How lossy one table is. */
export interface TableLoss {
  /** Share of rows that were never entered. */
  readonly missing: number;
  /** Share that is entered days later. */
  readonly late: number;
  readonly wrongUnit: number;
  readonly duplicate: number;
  /** Minutes by which the clock of the system is off. */
  readonly skew: number;
}

/** What differs from world to world, so that nothing is learnt from one that holds for all. */
export interface HistoryParameters {
  readonly loss: Readonly<Record<EvidenceTable, TableLoss>>;
  /** Telephone calls and messages of a patient in a day. */
  readonly messageRate: number;
  /** Share of ambulatory work that its owner also looks at in the evening. */
  readonly eveningWork: number;
  /** Look-ups among colleagues without a trace, for each visit. */
  readonly curbsideRate: number;
  /** Misuse: distinct user-patient-days in ten thousand. */
  readonly misusePerTenThousand: number;
}

const MEAN_MISSING = 0.095;

const TABLES: readonly EvidenceTable[] = [
  "appointments",
  "encounters",
  "assignments",
  "orders",
  "claims",
  "messages",
  "releases",
  "shifts",
];

/** Draws a world's own parameters. */
export function drawParameters(random: Random): HistoryParameters {
  const between = (low: number, high: number): number => low + random.next() * (high - low);
  const drawn = TABLES.map(() => between(0.03, 0.15));
  // Worlds differ in which tables are poor, less in how poor they are all in all.
  const shift = MEAN_MISSING - drawn.reduce((sum, share) => sum + share, 0) / drawn.length;
  const loss = Object.fromEntries(
    TABLES.map((table, nth) => [
      table,
      {
        missing: Math.min(0.15, Math.max(0.03, (drawn[nth] ?? 0) + shift)),
        late: between(0.05, 0.2),
        wrongUnit: between(0.005, 0.03),
        duplicate: between(0.005, 0.02),
        skew: random.int(-9, 9),
      },
    ]),
  ) as Record<EvidenceTable, TableLoss>;
  return {
    loss,
    messageRate: between(0.009, 0.012),
    eveningWork: between(0.25, 0.4),
    curbsideRate: between(0.26, 0.32),
    misusePerTenThousand: between(3, 4.5),
  };
}
