/** One example: nuisance features, and whether it is what the classifier is to find. */
export interface Example {
  readonly features: readonly number[];
  readonly positive: boolean;
}

const ROUNDS = 60;
const RATE = 0.5;

/** Logistic regression by gradient descent on standardized features, both classes with the same weight. */
export function trained(examples: readonly Example[]): (features: readonly number[]) => number {
  const width = examples[0]?.features.length ?? 0;
  const columns = Array.from({ length: width }, (_, at) => examples.map(({ features }) => features[at] ?? 0));
  const means = columns.map((column) => mean(column));
  const deviations = columns.map(
    (column, at) => Math.sqrt(mean(column.map((x) => (x - (means[at] ?? 0)) ** 2))) || 1,
  );
  const scaled = (features: readonly number[]): number[] =>
    features.map((x, at) => (x - (means[at] ?? 0)) / (deviations[at] ?? 1));
  const rows = examples.map(({ features, positive }) => ({ features: scaled(features), positive }));
  const positives = rows.filter(({ positive }) => positive).length;
  const weights = Array.from({ length: width }, () => 0);
  const score = (features: readonly number[]): number =>
    features.reduce((sum, x, at) => sum + x * (weights[at] ?? 0), 0);
  for (let round = 0; round < ROUNDS; round++) {
    const gradient = weights.map(() => 0);
    for (const { features, positive } of rows) {
      const share = positive ? 0.5 / positives : 0.5 / (rows.length - positives);
      const error = (1 / (1 + Math.exp(-score(features))) - (positive ? 1 : 0)) * share;
      for (const [at, x] of features.entries()) gradient[at] = (gradient[at] ?? 0) + error * x;
    }
    for (const [at, slope] of gradient.entries()) weights[at] = (weights[at] ?? 0) - RATE * slope;
  }
  return (features) => score(scaled(features));
}

/** Area under the curve: the chance that a positive scores above a negative; ties count half. */
export function areaUnderCurve(
  scored: readonly { readonly score: number; readonly positive: boolean }[],
): number {
  const sorted = scored.toSorted((a, b) => a.score - b.score);
  let [negatives, wins] = [0, 0];
  for (let from = 0; from < sorted.length;) {
    let to = from;
    while (to < sorted.length && sorted[to]?.score === sorted[from]?.score) to++;
    const tie = sorted.slice(from, to);
    const positive = tie.filter((each) => each.positive).length;
    wins += positive * (negatives + (tie.length - positive) / 2);
    negatives += tie.length - positive;
    from = to;
  }
  return wins / (negatives * (sorted.length - negatives));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
