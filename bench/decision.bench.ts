/**
 * The decision against CASL's `permittedFieldsOf`, in one run on the same rules and requests: `npm run bench:decision`.
 * Both get inputs in their own form, built beforehand; both return the mask of permitted fields, which must agree.
 * Rounds are interleaved over distinct requests; figures are medians, CPU beside wall time.
 */
import { caslDecider, caslInputs } from "./decision-casl.ts";
import { engineDecider, enginePolicy, givenInputs, lookedUpInputs } from "./decision-engine.ts";
import { cellOf, expectedMask, makeRequests, makeRules } from "./decision-rules.ts";

const ROUNDS = Math.max(7, Number(process.env["ROUNDS"] ?? 9));
const PER_ROUND = 10_000;

interface Contender {
  readonly name: string;
  /** Decides request `at`; returns the mask. */
  readonly run: (at: number) => number;
  readonly wall: number[];
  readonly cpu: number[];
}

const rules = makeRules();
const byCell = new Map(rules.map((rule) => [cellOf(rule), rule]));
const requests = makeRequests(rules, PER_ROUND * (ROUNDS + 1), 3);
const policy = enginePolicy(rules);
const casl = contender("CASL permittedFieldsOf, attributes given", caslDecider(rules), caslInputs(requests));
const engine = engineDecider(policy);
const given = contender("engine, attributes given", engine, givenInputs(rules, requests, policy));
const lookedUp = contender(
  "engine, relation and approval looked up",
  engine,
  lookedUpInputs(rules, requests, policy),
);
const contenders = [casl, given, lookedUp];

verify();
for (let round = 0; round <= ROUNDS; round++) for (const one of contenders) timeRound(one, round);
report();

function contender<T>(name: string, decider: (input: T) => number, inputs: readonly T[]): Contender {
  const run = (at: number): number => {
    const input = inputs[at];
    return input === undefined ? -1 : decider(input);
  };
  return { name, run, wall: [], cpu: [] };
}

function verify(): void {
  for (const { name, run } of contenders)
    for (const [at, asked] of requests.slice(0, PER_ROUND).entries())
      if (run(at) !== expectedMask(byCell, asked)) throw new Error(`${name} decides request ${at} wrongly`);
}

/** Round 0 warms up. Each round has requests of its own, so that no answer can be remembered from an earlier one. */
function timeRound({ run, wall, cpu }: Contender, round: number): void {
  const from = round * PER_ROUND;
  let sum = 0;
  const cpuBefore = process.cpuUsage();
  const wallBefore = performance.now();
  for (let at = from; at < from + PER_ROUND; at++) sum += run(at);
  const wallMs = performance.now() - wallBefore;
  const { user, system } = process.cpuUsage(cpuBefore);
  if (sum === 0) throw new Error("nothing was permitted");
  if (round === 0) return;
  wall.push((wallMs * 1000) / PER_ROUND);
  cpu.push((user + system) / PER_ROUND);
}

function report(): void {
  const permitted = requests.filter((asked) => expectedMask(byCell, asked) !== 0).length / requests.length;
  console.log(
    `node ${process.version}, ${rules.length} rules, ${ROUNDS} rounds of ${PER_ROUND} distinct requests, ${percent(permitted)} permitted`,
  );
  for (const { name, wall, cpu } of contenders)
    console.log(`${name.padEnd(42)} ${micros(median(wall))} wall  ${micros(median(cpu))} CPU`);
  for (const { name, wall, cpu } of [given, lookedUp]) {
    const ratios = wall.map((own, round) => (casl.wall[round] ?? 0) / own);
    const cpuRatio = median(casl.cpu) / median(cpu);
    console.log(`CASL ÷ ${name.padEnd(42)} ${median(ratios).toFixed(2)}× wall  ${cpuRatio.toFixed(2)}× CPU`);
  }
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.trunc(sorted.length / 2)] ?? 0;
}

function micros(value: number): string {
  return `${value.toFixed(3).padStart(8)} µs`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(0)} %`;
}
