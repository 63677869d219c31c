import { useParams } from "@tanstack/react-router";
import { DescriptionList } from "../../ui/layout/description-list.tsx";
import { Disclosure } from "../../ui/layout/disclosure.tsx";
import { Panel } from "../../ui/layout/panel.tsx";
import { DataTable } from "../../ui/table/data-table.tsx";
import { EmptyState } from "../../ui/state/empty-state.tsx";
import { Answered } from "../answered.tsx";
import { FLOW_COLUMNS, LevelBadge } from "./map-columns.tsx";
import { type DataMap, type MapSystem, namedFlows, SYSTEM_KINDS, useDataMap } from "./map.ts";
import { MapPage } from "./tabs.tsx";

/** One system: what it holds by category, and who may receive it for which purposes. */
export function Screen() {
  const { id = "" }: { readonly id?: string } = useParams({ strict: false });
  const query = useDataMap({});
  const system = query.data?.systems.find((one) => one.id === id);
  return (
    <MapPage tab="map" title="System" heading={system?.name ?? "System"}>
      <Answered query={query} what="the system">
        {(map) => (system === undefined ? <Unknown /> : <Detail map={map} system={system} />)}
      </Answered>
    </MapPage>
  );
}

function Unknown() {
  return (
    <EmptyState
      state={{
        kind: "none-yet",
        title: "No such system",
        text: "It may be out of use, or said to be absent.",
      }}
    />
  );
}

interface DetailProps {
  readonly map: DataMap;
  readonly system: MapSystem;
}

function Detail({ map, system }: DetailProps) {
  const names = new Map(map.systems.map(({ id, name }) => [id, name]));
  const flows = namedFlows(map).filter(({ from }) => from === system.id);
  return (
    <>
      <DescriptionList
        items={[
          { term: "How it is known", value: SYSTEM_KINDS[system.kind] },
          { term: "Sensitivity", value: <LevelBadge level={system.sensitivity} /> },
          { term: "Who answers for it", value: system.owner ?? "Not said" },
          { term: "Where", value: system.location || "Not said" },
          ...(system.from.length === 0
            ? []
            : [{ term: "Filled from", value: system.from.map((one) => names.get(one) ?? one).join(", ") }]),
        ]}
      />
      <Holds map={map} system={system} />
      <Panel title="Who may receive from it" plain>
        <DataTable
          label="Receivers"
          columns={FLOW_COLUMNS.slice(1)}
          rows={flows}
          rowKey={({ to, category }) => `${to} ${category}`}
          csvName="data-map-receivers"
          empty={{
            kind: "none-yet",
            title: "Nobody, by any rule",
            text: "Modicum itself reads it, or a person has named nobody.",
          }}
        />
      </Panel>
    </>
  );
}

function Holds({ map, system }: DetailProps) {
  const held = new Set(system.elements);
  const categories = map.categories.filter(({ number }) => system.categories.includes(number));
  return (
    <Panel title="What it holds" plain>
      {categories.length === 0 && <p>Nobody has said which categories.</p>}
      <div>
        {categories.map(({ number, title, elements, segments }) => {
          const own = system.kind === "stated" ? [] : elements.filter(({ id }) => held.has(id));
          const count = own.length + segments.length;
          return (
            <Disclosure
              key={number}
              summary={`${number}. ${title}${system.kind === "stated" ? "" : ` (${count})`}`}
            >
              <p>
                {[...own.map((one) => one.title), ...segments.map((id) => `records labeled ${id}`)].join(
                  ", ",
                ) || "A person says so; which elements, nobody has said."}
              </p>
            </Disclosure>
          );
        })}
      </div>
    </Panel>
  );
}
