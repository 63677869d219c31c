import { useRouter } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { Select } from "../../ui/field/select.tsx";
import { useNarrow } from "../../ui/layout/use-narrow.ts";
import { Panel } from "../../ui/layout/panel.tsx";
import { Plot } from "../../ui/plot/plot.tsx";
import { DataTable } from "../../ui/table/data-table.tsx";
import { Answered } from "../answered.tsx";
import { diagramOf, flowOption } from "./flow-option.ts";
import { FLOW_COLUMNS, SYSTEM_COLUMNS } from "./map-columns.tsx";
import { type DataMap, LEVELS, type MapQuery, type MapSystem, namedFlows, useDataMap } from "./map.ts";
import styles from "./data-map.module.css";
import { MapPage } from "./tabs.tsx";

/** Where PHI lies and who may receive it, drawn and as tables. */
export function Screen() {
  const [query, setQuery] = useState<MapQuery>({});
  const whole = useDataMap({});
  const answer = useDataMap(query);
  return (
    <MapPage
      tab="map"
      title="Data map"
      lead="Which systems hold PHI, which of the twenty categories, and who may receive them at most. Worked out now from the policy in force, the registers and what people named."
    >
      <Answered query={whole} what="the data map">
        {(map) => <Filters map={map} query={query} onChange={setQuery} />}
      </Answered>
      {whole.data !== undefined && (
        <Answered query={answer} what="this part of the map">
          {(map) => <Drawn map={map} onClear={() => setQuery({})} />}
        </Answered>
      )}
    </MapPage>
  );
}

function Drawn({ map, onClear }: { readonly map: DataMap; readonly onClear: () => void }) {
  const router = useRouter();
  const open = (system: MapSystem): void =>
    router.history.push(`/data-map/system/${encodeURIComponent(system.id)}`);
  return (
    <>
      <Panel title="Flows" plain>
        <Flows map={map} />
      </Panel>
      <Panel title="Systems" plain>
        <DataTable
          label="Systems that hold PHI"
          columns={SYSTEM_COLUMNS}
          rows={map.systems}
          rowKey={({ id }) => id}
          onOpen={open}
          asOf={map.at}
          csvName="data-map-systems"
          empty={{ kind: "no-match", what: "systems", onClear }}
        />
      </Panel>
    </>
  );
}

function Flows({ map }: { readonly map: DataMap }) {
  const isNarrow = useNarrow();
  const flows = useMemo(() => namedFlows(map), [map]);
  const option = useMemo(() => flowOption(diagramOf(flows), isNarrow), [flows, isNarrow]);
  const received = new Set(flows.map(({ to }) => to)).size;
  return (
    <Plot
      title="What may flow where"
      summary={`From ${new Set(flows.map(({ from }) => from)).size} systems, by ${map.categories.length} categories, to ${received} receivers. The table says the same.`}
      n={flows.length}
      unit="flows of a category from a system to a receiver"
      asOf={map.at}
      height={isNarrow ? 460 : 640}
      // Three columns of names have no room on a phone: the table says the same.
      first={isNarrow ? "table" : "plot"}
      option={option}
      rows={flows}
      rowKey={({ from, to, category }) => `${from} ${to} ${category}`}
      columns={FLOW_COLUMNS}
      csvName="data-map-flows"
      note="Systems at the left, categories in the middle, receivers at the right. A band is as wide as there are flows in it: at most what rules allow, not what was sent. A system that nothing is given from stands in the table of systems alone."
    />
  );
}

const ANY = "any";

interface FiltersProps {
  readonly map: DataMap;
  readonly query: MapQuery;
  readonly onChange: (query: MapQuery) => void;
}

function Filters({ map, query, onChange }: FiltersProps) {
  const choose = (field: keyof MapQuery) => (id: string) => {
    const { [field]: _, ...others } = query;
    onChange(id === ANY ? others : { ...others, [field]: id });
  };
  const any = { id: ANY, label: "Any" };
  return (
    <div className={styles["filters"]}>
      <Select
        label="Category"
        options={[
          any,
          ...map.categories.map(({ number, title }) => ({
            id: String(number),
            label: `${number}. ${title}`,
          })),
        ]}
        value={query.category ?? ANY}
        onChange={choose("category")}
      />
      <Select
        label="System"
        options={[any, ...map.systems.map(({ id, name }) => ({ id, label: name }))]}
        value={query.system ?? ANY}
        onChange={choose("system")}
      />
      <Select
        label="Sensitivity, at least"
        options={[any, ...Object.entries(LEVELS).map(([id, { text }]) => ({ id, label: text }))]}
        value={query.sensitivity ?? ANY}
        onChange={choose("sensitivity")}
      />
    </div>
  );
}
