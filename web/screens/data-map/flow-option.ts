import type { PlotOption } from "../../ui/plot/plot-option.ts";
import type { PlotTheme } from "../../ui/plot/plot-theme.ts";
import { type NamedFlow, RECEIVER_KINDS } from "./map.ts";

/** One band of the diagram: from a column to the next, by ids of nodes. */
interface Band {
  readonly source: string;
  readonly target: string;
  /** Its width. */
  readonly value: number;
}

/** Left to right: systems, categories, receivers. */
interface Node {
  readonly id: string;
  readonly label: string;
  readonly column: number;
}

export interface Diagram {
  readonly nodes: readonly Node[];
  readonly bands: readonly Band[];
}

/** So many receivers stand by name; more of them by their kind. */
const MOST_NAMES = 12;

/** Systems, what they hold by category, and who may receive it. A band is as wide as there are flows in it. */
export function diagramOf(flows: readonly NamedFlow[]): Diagram {
  const byName = new Set(flows.map(({ to }) => to)).size <= MOST_NAMES;
  const nodes = new Map<string, Node>();
  const bands = new Map<string, Band>();
  const add = ([from, to]: readonly [Node, Node]): void => {
    const key = `${from.id} ${to.id}`;
    bands.set(key, { source: from.id, target: to.id, value: (bands.get(key)?.value ?? 0) + 1 });
    for (const node of [from, to]) nodes.set(node.id, node);
  };
  for (const { system, of, receiver } of flows.toSorted((a, b) => a.category - b.category)) {
    const from = { id: `system ${system.id}`, label: system.name, column: 0 };
    const category = { id: `category ${of.number}`, label: `${of.number}. ${of.title}`, column: 1 };
    const to = byName
      ? { id: `receiver ${receiver.id}`, label: receiver.name, column: 2 }
      : { id: `kind ${receiver.kind}`, label: RECEIVER_KINDS[receiver.kind], column: 2 };
    add([from, category]);
    add([category, to]);
  }
  return { nodes: [...nodes.values()], bands: [...bands.values()] };
}

/** The diagram as ECharts draws it. */
export function flowOption({ nodes, bands }: Diagram, isNarrow: boolean) {
  const labels = new Map(nodes.map(({ id, label }) => [id, label]));
  return (theme: PlotTheme): PlotOption => ({
    tooltip: { show: false },
    series: [
      {
        type: "sankey",
        left: 4,
        right: isNarrow ? 88 : 190,
        top: 8,
        bottom: 8,
        nodeWidth: isNarrow ? 8 : 14,
        nodeGap: isNarrow ? 6 : 9,
        // The columns are in order already; moving nodes about would part categories from their numbers.
        layoutIterations: 0,
        draggable: false,
        emphasis: { focus: "adjacency" },
        label: {
          formatter: ({ name }) => labels.get(name) ?? "",
          color: theme.ink,
          fontSize: isNarrow ? 10 : 12,
          ...(isNarrow ? ({ overflow: "truncate", width: 82 } as const) : {}),
          // Bands pass behind it, and must not strike it through.
          backgroundColor: theme.surface,
          borderRadius: 3,
          padding: [1, 4],
        },
        lineStyle: { color: "source", opacity: 0.28, curveness: 0.5 },
        data: nodes.map(({ id, column }) => ({
          name: id,
          depth: column,
          itemStyle: { color: theme.series[column] ?? theme.accent },
        })),
        links: [...bands],
      },
    ],
  });
}
