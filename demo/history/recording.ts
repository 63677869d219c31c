import { MINUTES_PER_DAY } from "../calendar.ts";
import type { IdSource } from "../ids.ts";
import type { Random } from "../random.ts";
import type { Department } from "../workforce/types.ts";
import type { HistoryParameters } from "./parameters.ts";
import type { EvidenceRow, RecordedRow } from "./types.ts";

const LATE_MOST_MINUTES = 5 * MINUTES_PER_DAY;
/** Rows entered in time are entered within the hour. */
const PROMPT_MINUTES = 60;

/** What the tables keep of what happened: some rows never come, some come late, twice, or under the wrong unit. */
export function recordEvidence(
  rows: readonly EvidenceRow[],
  of: {
    readonly random: Random;
    readonly parameters: HistoryParameters;
    readonly departments: readonly Department[];
    readonly ids: IdSource;
    readonly first: number;
  },
): RecordedRow[] {
  const { random, parameters, departments, ids } = of;
  const clinical = departments.filter((department) => department.clinical);
  const recorded: RecordedRow[] = [];
  for (const row of rows) {
    const loss = parameters.loss[row.table];
    if (random.chance(loss.missing)) continue;
    const late = random.chance(loss.late)
      ? random.int(PROMPT_MINUTES, LATE_MOST_MINUTES)
      : random.int(0, PROMPT_MINUTES);
    const departments = random.chance(loss.wrongUnit) ? [random.pick(clinical).id] : row.departments;
    const [from, until] = [row.from + loss.skew, row.until + loss.skew];
    const copies = random.chance(loss.duplicate) ? 2 : 1;
    for (let copy = 0; copy < copies; copy++) {
      const id = ids.idOf(row.table, of.first + recorded.length);
      recorded.push({
        ...row,
        id,
        departments,
        from,
        until,
        enteredAt: (row.knownAt ?? row.from) + Math.max(loss.skew, 0) + late + copy * 3,
      });
    }
  }
  return recorded;
}
