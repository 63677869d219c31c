import { hexOf } from "../../../log/bytes.ts";
import type { Verdict } from "./check.ts";
import styles from "./verify.module.css";

const ROW = 52;
const BOX = { width: 168, beside: 84, height: 30 };
const MIDDLE = 186;
/** From the middle of the way up to the middle of a sibling. */
const ASIDE = 138;
const WIDTH = 2 * MIDDLE;

/** One hash on the way up, the leaf first. */
export interface DrawnNode {
  readonly id: string;
  readonly label: string;
  /** Hex. */
  readonly hash: string;
  readonly sibling: { readonly hash: string; readonly side: "left" | "right" } | null;
  readonly state: "held" | "refused" | "plain";
}

/** The way from the leaf to the root, as it is drawn and as the table beside tells it. */
export function nodesOf({ leaf, steps, note, checks }: Verdict): readonly DrawnNode[] {
  if (leaf === null) return [];
  const state = (id: string): DrawnNode["state"] => {
    const found = checks.find((check) => check.id === id)?.state;
    return found === "held" || found === "refused" ? found : "plain";
  };
  const hashes = [leaf, ...steps.map(({ hash }) => hash)];
  const last = hashes.length - 1;
  const nodes = hashes.map((hash, at): DrawnNode => {
    const sibling = steps[at];
    return {
      id: `node-${at}`,
      label: labelOf(at, last),
      hash: hexOf(hash),
      sibling: sibling === undefined ? null : { hash: hexOf(sibling.sibling), side: sibling.side },
      state: at === last ? state("path") : at === 0 ? state("leaf") : "plain",
    };
  });
  if (note === null || state("path") === "held") return nodes;
  return [
    ...nodes,
    { id: "signed", label: "signed root", hash: hexOf(note.root), sibling: null, state: "refused" },
  ];
}

function labelOf(at: number, last: number): string {
  if (at === last) return at === 0 ? "leaf and root" : "root";
  return at === 0 ? "leaf" : `level ${at}`;
}

/** The proof drawn: the root on top, the leaf below, and at each level, dashed, the sibling that the server gave. */
export function ProofDrawing({
  nodes,
  summary,
}: {
  readonly nodes: readonly DrawnNode[];
  readonly summary: string;
}) {
  const height = nodes.length * ROW + 8;
  const levelOf = (at: number): number => height - (at + 1) * ROW + (ROW - BOX.height) / 2;
  return (
    <svg
      role="img"
      aria-label={summary}
      viewBox={`0 0 ${WIDTH} ${height}`}
      className={styles["drawing"]}
      preserveAspectRatio="xMidYMin meet"
    >
      {nodes.map((node, at) => (
        <Edges key={node.id} node={node} top={levelOf(at)} isLast={at === nodes.length - 1} />
      ))}
      {nodes.map((node, at) => (
        <g key={node.id}>
          <NodeBox x={MIDDLE} y={levelOf(at)} label={node.label} hash={node.hash} kind={node.state} />
          {node.sibling !== null && (
            <NodeBox
              x={sideOf(node.sibling.side)}
              y={levelOf(at)}
              label=""
              hash={node.sibling.hash}
              kind="sibling"
            />
          )}
        </g>
      ))}
    </svg>
  );
}

const sideOf = (side: "left" | "right"): number => MIDDLE + (side === "left" ? -ASIDE : ASIDE);

/** To the hash above: from this one, and from its sibling. */
function Edges({
  node,
  top,
  isLast,
}: {
  readonly node: DrawnNode;
  readonly top: number;
  readonly isLast: boolean;
}) {
  const above = top - (ROW - BOX.height);
  if (isLast) return null;
  return (
    <g className={styles["edge"]}>
      <line x1={MIDDLE} y1={top} x2={MIDDLE} y2={above} />
      {node.sibling !== null && (
        <line
          x1={sideOf(node.sibling.side)}
          y1={top}
          x2={MIDDLE + (node.sibling.side === "left" ? -40 : 40)}
          y2={above}
        />
      )}
    </g>
  );
}

interface NodeBoxProps {
  readonly x: number;
  readonly y: number;
  readonly label: string;
  readonly hash: string;
  readonly kind: DrawnNode["state"] | "sibling";
}

/** The first eight digits are enough to tell hashes apart by eye; the table holds them whole. */
function NodeBox({ x, y, label, hash, kind }: NodeBoxProps) {
  const width = kind === "sibling" ? BOX.beside : BOX.width;
  return (
    <g className={styles["node"]} data-kind={kind}>
      <rect x={x - width / 2} y={y} width={width} height={BOX.height} rx={4} />
      <text x={x} y={y + BOX.height / 2} dominantBaseline="central" textAnchor="middle">
        {MARKS[kind]}
        {label !== "" && `${label} · `}
        <tspan className={styles["digits"]}>{hash.slice(0, 8)}…</tspan>
      </text>
    </g>
  );
}

const MARKS = { held: "✓ ", refused: "✕ ", plain: "", sibling: "" } as const;
