/**
 * Questions about a large policy, beside a naive evaluation of the same: `npm run bench:analysis`.
 * 40 roles × 64 purposes × every element, compiled from files. Rounds are interleaved; figures are medians, CPU beside
 * wall time. The answers of both must agree. `index` is paid once for each policy, before its first answer.
 */
import {
  type CellChange,
  cellsAt,
  diffOf,
  lintPolicy,
  matrixOf,
  reachWithoutApproval,
  whoSees,
} from "../src/policy/analyze/index.ts";
import type { CompiledPolicy } from "../src/policy/types.ts";
import { largePolicy, PURPOSES, ROLES } from "./analysis-policy.ts";
import { naiveCells, naiveDiff, naiveMatrix, naiveWho } from "./analysis-naive.ts";

const ROUNDS = Math.max(7, Number(process.env["ROUNDS"] ?? 7));
const LIMIT_MS = 100;

interface Contender {
  readonly name: string;
  readonly run: () => unknown;
  readonly naive: (() => unknown) | null;
}

interface Times {
  readonly wall: number[];
  readonly cpu: number[];
}

const policy = await largePolicy({ leaveOut: () => false });
const oneLine = await largePolicy({
  leaveOut: (role, purpose, pattern) => role === 7 && purpose === 9 && pattern === "claim.*",
});
const oneRole = await largePolicy({
  leaveOut: (role, _purpose, pattern) => role === 7 && pattern < "e",
});
const element = policy.catalogue.byId("claim.dx-codes")?.index ?? 0;
const place = { role: "role-7", purpose: "purpose-9", element: "claim.dx-codes" };

const contenders: readonly Contender[] = [
  { name: "index and first answer", run: () => matrixOf(again(policy)), naive: null },
  {
    name: "who sees one element",
    run: () => whoSees(policy, element),
    naive: () => naiveWho(policy, element),
  },
  { name: "matrix, whole", run: () => matrixOf(policy), naive: () => naiveMatrix(policy) },
  { name: "matrix under a segment", run: () => matrixOf(policy, { segment: "bh" }), naive: null },
  { name: "one place looked into", run: () => cellsAt(policy, place), naive: null },
  {
    name: "diff, one line changed",
    run: () => diffOf(policy, oneLine),
    naive: () => naiveDiff(policy, oneLine),
  },
  {
    name: "diff, one role changed",
    run: () => diffOf(policy, oneRole),
    naive: null,
  },
  { name: "reach without approval", run: () => reachWithoutApproval(policy), naive: null },
  { name: "lint", run: () => lintPolicy(policy), naive: null },
];

verify();
const times = contenders.map(({ naive }) => ({ run: noTimes(), naive: naive && noTimes() }));
for (let round = 0; round <= ROUNDS; round++)
  for (const [at, { run, naive }] of contenders.entries()) {
    measure(run, times[at]?.run, round);
    if (naive !== null) measure(naive, times[at]?.naive ?? undefined, round);
  }
report();

/** The same policy as another object, so that its index is built anew. */
function again(one: CompiledPolicy): CompiledPolicy {
  return { ...one };
}

function noTimes(): Times {
  return { wall: [], cpu: [] };
}

/** Round 0 warms up. */
function measure(run: () => unknown, into: Times | undefined, round: number): void {
  const cpuBefore = process.cpuUsage();
  const wallBefore = performance.now();
  run();
  const wall = performance.now() - wallBefore;
  const { user, system } = process.cpuUsage(cpuBefore);
  if (round === 0) return;
  into?.wall.push(wall);
  into?.cpu.push((user + system) / 1000);
}

function verify(): void {
  const naive = naiveMatrix(policy);
  for (const { role, purpose, transforms } of matrixOf(policy))
    if (Buffer.compare(transforms, naive.get(`${role} ${purpose}`) ?? new Uint8Array()) !== 0)
      throw new Error(`the matrix is wrong at ${role} ${purpose}`);
  const cells = whoSees(policy, element).reduce((sum, seer) => sum + seer.cells.length, 0);
  if (cells !== naiveWho(policy, element)) throw new Error("who sees the element is wrong");
  for (const other of [oneLine, oneRole])
    if (cellsIn(diffOf(policy, other)) !== naiveDiff(policy, other))
      throw new Error("the difference is wrong");
}

/** A change of form is a cell gone and another come. */
function cellsIn(changes: readonly CellChange[]): number {
  return changes.reduce(
    (sum, { before, after }) => sum + Number(before !== null) + Number(after !== null),
    0,
  );
}

function report(): void {
  const { length } = policy.catalogue.elements;
  console.log(
    `node ${process.version}, ${ROLES} roles × ${PURPOSES} purposes × ${length} elements, ${naiveCells(policy).length} cells, ${ROUNDS} rounds`,
  );
  for (const [at, { name }] of contenders.entries()) {
    const [own, naive] = [times[at]?.run, times[at]?.naive];
    const beside = naive ? `  naive ${ms(naive.wall)} wall ${ms(naive.cpu)} CPU` : "";
    const verdict = median(own?.wall ?? []) <= LIMIT_MS ? "" : `  over ${LIMIT_MS} ms`;
    console.log(
      `${name.padEnd(24)} ${ms(own?.wall ?? [])} wall ${ms(own?.cpu ?? [])} CPU${beside}${verdict}`,
    );
  }
}

function ms(values: readonly number[]): string {
  return `${median(values).toFixed(2).padStart(8)} ms`;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
