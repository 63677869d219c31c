import type { InferResponseType } from "hono/client";
import { answerOf, api } from "../../api/client.ts";
import { useAnswer } from "../../api/use-answer.ts";
import { Badge, type Tone } from "../../ui/badge/badge.tsx";
import { Panel } from "../../ui/layout/panel.tsx";
import type { Column } from "../../ui/table/columns.ts";
import { DataTable } from "../../ui/table/data-table.tsx";
import { TimeText } from "../../ui/text/time-text.tsx";
import { Answered } from "../answered.tsx";
import styles from "./data-map.module.css";
import { MapPage } from "./tabs.tsx";

type Protection = InferResponseType<typeof api.protection.$get, 200>;
type Line = Protection["lines"][number];

const AREAS: readonly { readonly id: Line["area"]; readonly title: string }[] = [
  { id: "transit", title: "In transit" },
  { id: "rest", title: "At rest" },
  { id: "endpoints", title: "Endpoints" },
  { id: "media", title: "Backups and removable media" },
];

const STATES: Readonly<Record<Line["state"], { readonly text: string; readonly tone: Tone }>> = {
  encrypted: { text: "Encrypted", tone: "permit" },
  partly: { text: "In part", tone: "caution" },
  plain: { text: "Not encrypted", tone: "deny" },
  local: { text: "Nothing leaves", tone: "neutral" },
  unknown: { text: "Unknown", tone: "outline" },
};

const BASES: Readonly<Record<Line["basis"], string>> = {
  measured: "Measured just now",
  configured: "As configured",
  stated: "Stated",
  unknown: "Nobody knows",
};

/** What is encrypted, and how that is known (F154). */
export function Screen() {
  const query = useAnswer(["protection"], () => answerOf(api.protection.$get()));
  return (
    <MapPage
      tab="protection"
      title="Protection"
      lead="Each way and each store: whether it is encrypted, and whether that was measured, is configured, was stated by a person, or is unknown. A page like this proves nothing that it does not say."
    >
      <Answered query={query} what="the protection">
        {({ at, lines }) => AREAS.map((area) => <Area key={area.id} {...area} at={at} lines={lines} />)}
      </Answered>
    </MapPage>
  );
}

interface AreaProps extends Protection {
  readonly id: Line["area"];
  readonly title: string;
}

function Area({ id, title, at, lines }: AreaProps) {
  return (
    <Panel title={title} plain>
      <DataTable
        label={`What is protected ${title.charAt(0).toLowerCase()}${title.slice(1)}`}
        columns={COLUMNS}
        rows={lines.filter(({ area }) => area === id)}
        rowKey={(line) => line.id}
        asOf={at}
        csvName={`protection-${id}`}
        empty={{
          kind: "none-yet",
          title: "Nothing here",
          text: "Name what there is under Systems people name.",
        }}
      />
    </Panel>
  );
}

const COLUMNS: readonly Column<Line>[] = [
  { id: "what", title: "What", cell: ({ what }) => what, csv: ({ what }) => what },
  {
    id: "state",
    title: "State",
    cell: ({ state }) => <Badge tone={STATES[state].tone}>{STATES[state].text}</Badge>,
    csv: ({ state }) => state,
  },
  {
    id: "basis",
    title: "How that is known",
    cell: ({ basis, statedBy, statedAt }) =>
      statedBy === null || statedAt === null ? (
        BASES[basis]
      ) : (
        <>
          Stated by {statedBy} <TimeText at={statedAt} />
        </>
      ),
    csv: ({ basis, statedBy, statedAt }) =>
      [basis, statedBy, statedAt].filter((one) => one !== null).join(" "),
  },
  {
    id: "detail",
    title: "By what, or what is missing",
    cell: ({ detail }) => <span className={styles["words"]}>{detail}</span>,
    csv: ({ detail }) => detail,
  },
];
