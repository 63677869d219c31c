/** Distinct people, distinct patients, and distinct pairs of the two. */
export interface Affected {
  readonly people: number;
  readonly patients: number;
  readonly pairs: number;
}

/** Counts pairs person by person: each person is added once, with all of their patients. */
export function createTotals() {
  const patients = new Set<string>();
  let [people, pairs] = [0, 0];
  return {
    add(reached: Iterable<string>): void {
      const distinct = new Set(reached);
      if (distinct.size === 0) return;
      for (const id of distinct) patients.add(id);
      people += 1;
      pairs += distinct.size;
    },
    report: (): Affected => ({ people, patients: patients.size, pairs }),
  };
}
