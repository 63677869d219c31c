import { useRef } from "react";
import { api, recordedAnswerOf } from "../../api/client.ts";
import { useSession } from "../../api/session-context.tsx";
import { useAnswer } from "../../api/use-answer.ts";
import { Badge } from "../../ui/badge/badge.tsx";
import { TextLink } from "../../ui/button/button.tsx";
import { Page, PageHeader } from "../../ui/layout/page.tsx";
import type { Column } from "../../ui/table/columns.ts";
import { DataTable } from "../../ui/table/data-table.tsx";
import { TimeText } from "../../ui/text/time-text.tsx";
import { Answered } from "../answered.tsx";
import { AREAS, type Health, type HealthRow, STATES, summaryOf, worstFirst } from "./health.ts";
import styles from "./health.module.css";

const EVERY_MS = 15_000;

/** What an administrator looks at first. It refreshes itself; the first look of a visit is in the record. */
export function Screen() {
  const visit = useRef<string | null>(null);
  const query = useAnswer<Health>(
    ["health"],
    async () => {
      const asked = visit.current === null ? {} : { visit: visit.current };
      const { value, entryId } = await recordedAnswerOf(api.health.$get({ query: asked }));
      visit.current = entryId;
      return value;
    },
    { every: EVERY_MS },
  );
  return (
    <Page>
      <PageHeader
        title="Health"
        lead="How each part of this system is, since when, and what to do about it. It looks again every 15 seconds; the first look of a visit is in the record."
      />
      <Answered query={query} what="the health">
        {({ at, rows }) => <Parts at={at} rows={rows} />}
      </Answered>
    </Page>
  );
}

function Parts({ at, rows }: Health) {
  const columns = useColumns();
  return (
    <>
      <p className={styles["summary"]}>{summaryOf(rows)}</p>
      <DataTable
        label="Parts of this system"
        columns={columns}
        rows={worstFirst(rows)}
        rowKey={({ id }) => id}
        asOf={at}
        csvName="health"
        empty={{
          kind: "none-yet",
          title: "Nothing is looked at",
          text: "Parts appear here once the server runs.",
        }}
      />
    </>
  );
}

function useColumns(): readonly Column<HealthRow>[] {
  const { session } = useSession();
  return [
    { id: "title", title: "Part", cell: ({ title }) => title, csv: ({ title }) => title },
    {
      id: "state",
      title: "State",
      cell: ({ state }) => (
        <Badge tone={STATES[state].tone} icon={STATES[state].icon}>
          {STATES[state].text}
        </Badge>
      ),
      csv: ({ state }) => state,
    },
    {
      id: "found",
      title: "What was found",
      cell: ({ found }) => <span className={styles["words"]}>{found}</span>,
      csv: ({ found }) => found,
    },
    {
      id: "next",
      title: "What to do",
      cell: ({ next, area }) => <NextStep next={next} area={area} controls={session.controls} />,
      csv: ({ next }) => next,
    },
    {
      id: "since",
      title: "Since",
      cell: ({ since }) => <TimeText at={since} />,
      csv: ({ since }) => since,
    },
  ];
}

interface NextStepProps extends Pick<HealthRow, "next" | "area"> {
  readonly controls: readonly string[];
}

/** What to do, with the way to the screen for whoever may use it. */
function NextStep({ next, area, controls }: NextStepProps) {
  const place = area === null ? null : AREAS[area];
  const isOpen = place !== null && controls.includes(place.element);
  return (
    <span className={styles["words"]}>
      {next === null ? "Nothing." : <Commands text={next} />}{" "}
      {isOpen && <TextLink href={place.path}>{place.label}</TextLink>}
    </span>
  );
}

/** A sentence with what stands in backticks as code. */
function Commands({ text }: { readonly text: string }) {
  return text.split("`").map((part, at) => (at % 2 === 1 ? <code key={part}>{part}</code> : part));
}
