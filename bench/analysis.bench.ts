/**
 * Questions about a large policy, beside a naive evaluation of the same: `npm run bench:analysis`.
 * 40 roles × 64 purposes × every element, compiled from files. Rounds are interleaved; figures are medians, CPU beside
 * wall time. The limit is one of waiting, and held against the lesser of both: neighbors on a shared machine raise the
 * wall time, threads of the collector that work beside raise CPU. A first answer pays for what all later answers about
 * that policy share. Then the same questions about the content that ships, each with its share of the limit. Exits 3
 * where an answer about the large policy is over the limit. The naive side comes last, since others would pay for
 * clearing away what it leaves behind; the answers of both must agree.
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
import { naiveCells, naiveDiff, naiveMatrix, naiveWho } from "./analysis-naive.ts";
import { largePolicy, PURPOSES, ROLES, shippedPolicy } from "./analysis-policy.ts";
import { median, timed, type Times, timesText } from "./analysis-timing.ts";
import { again, asking, shadowed } from "./analysis-variants.ts";

const ROUNDS = Math.max(7, Number(process.env["ROUNDS"] ?? 7));
const LIMIT_MS = 100;

type Run = () => unknown;

interface Contender {
  readonly name: string;
  readonly run: Run;
  readonly naive?: Run;
}

const policy = await largePolicy({ leaveOut: () => false });
const oneLine = await largePolicy({
  leaveOut: (role, purpose, pattern) => role === 7 && purpose === 9 && pattern === "claim.*",
});
const oneRole = await largePolicy({
  leaveOut: (role, _purpose, pattern) => role === 7 && pattern < "e",
});
const shipped = await shippedPolicy();
const [besideOthers, onApproval] = [shadowed(policy), asking(policy)];
const place = { role: "role-7", purpose: "purpose-9", element: "claim.dx-codes" };
const element = elementIn(policy);

const large: readonly Contender[] = [
  { name: "matrix, first answer", run: () => matrixOf(again(policy)) },
  { name: "reach, first answer", run: () => reachWithoutApproval(again(policy)) },
  { name: "lint, first answer", run: () => lintPolicy(again(policy)) },
  { name: "who", run: () => whoSees(policy, element), naive: () => naiveWho(policy, element) },
  { name: "matrix", run: () => matrixOf(policy), naive: () => naiveMatrix(policy) },
  { name: "matrix, one segment", run: () => matrixOf(policy, { segment: "bh" }) },
  { name: "one place", run: () => cellsAt(policy, place) },
  { name: "diff, one line", run: () => diffOf(policy, oneLine), naive: () => naiveDiff(policy, oneLine) },
  { name: "diff, one role", run: () => diffOf(policy, oneRole) },
  { name: "reach", run: () => reachWithoutApproval(policy) },
  {
    name: "reach, every grant",
    run: () => reachWithoutApproval(policy).map(({ standing }) => standing.length),
  },
  { name: "reach, half must ask", run: () => reachWithoutApproval(onApproval) },
  { name: "lint", run: () => lintPolicy(policy) },
  { name: "lint, with shadows", run: () => lintPolicy(besideOthers) },
];

const small: readonly Contender[] = [
  { name: "who", run: () => whoSees(shipped, elementIn(shipped)) },
  { name: "matrix", run: () => matrixOf(shipped) },
  { name: "diff", run: () => diffOf(shipped, withoutFirstRole(shipped)) },
  { name: "reach", run: () => reachWithoutApproval(shipped) },
  { name: "lint", run: () => lintPolicy(shipped) },
];

/** Milliseconds that one waits for it where nothing else runs, at most. */
function waited({ wall, cpu }: Times): number {
  return Math.min(median(wall), median(cpu));
}

console.log(
  `node ${process.version}, ${ROLES} roles × ${PURPOSES} purposes × ${policy.catalogue.elements.length} elements, ${ROUNDS} rounds`,
);
for (const { name, own } of ownTimes(large)) {
  const isOver = waited(own) > LIMIT_MS;
  if (isOver) process.exitCode = 3;
  const verdict = isOver ? `  over ${LIMIT_MS} ms` : "";
  console.log(`${name.padEnd(20)} ${timesText(own)}${verdict}`);
}
console.log(`content that ships: ${shipped.roles.size} roles × ${shipped.purposes.size} purposes`);
for (const { name, own } of ownTimes(small)) {
  const share = ((100 * waited(own)) / LIMIT_MS).toFixed(1);
  console.log(`${name.padEnd(20)} ${timesText(own)}  ${share} % of ${LIMIT_MS} ms`);
}
console.log(`beside a naive evaluation of ${naiveCells(policy).length} cells`);
verify();
for (const { name, run, naive } of large) {
  if (naive === undefined) continue;
  const [own, theirs] = timed([run, naive], ROUNDS);
  if (own === undefined || theirs === undefined) continue;
  const ratio = (median(theirs.cpu) / median(own.cpu)).toFixed(0);
  console.log(`${name.padEnd(20)} ${timesText(own)}  naive ${timesText(theirs)}  ${ratio}×`);
}

function ownTimes(contenders: readonly Contender[]): readonly { name: string; own: Times }[] {
  const times = timed(
    contenders.map(({ run }) => run),
    ROUNDS,
  );
  return times.map((own, at) => ({ name: contenders[at]?.name ?? "", own }));
}

function elementIn({ catalogue }: CompiledPolicy): number {
  return catalogue.byId("claim.dx-codes")?.index ?? 0;
}

function withoutFirstRole(whole: CompiledPolicy): CompiledPolicy {
  return { ...whole, roles: new Map([...whole.roles].slice(1)) };
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
