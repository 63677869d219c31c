import { useParams } from "@tanstack/react-router";
import { useTitles } from "../../api/policy-titles.ts";
import { DescriptionList } from "../../ui/layout/description-list.tsx";
import { Page, PageHeader } from "../../ui/layout/page.tsx";
import { Panel } from "../../ui/layout/panel.tsx";
import { DayText } from "../../ui/text/day-text.tsx";
import { Answered } from "../answered.tsx";
import { missing } from "../missing.tsx";
import { LabelPanel } from "./label-panel.tsx";
import { type Segment, useSegment } from "./questions.ts";
import { SeerPanel } from "./seer-panel.tsx";
import styles from "./segments.module.css";
import { citation, GUARDS } from "./words.ts";

/** One segment: why, how a record comes by its label, who sees what of it. */
export function Screen() {
  const params: { readonly id?: string } = useParams({ strict: false });
  const query = useSegment(params.id ?? "");
  return (
    <Page>
      <PageHeader title={query.data?.title ?? "Segment"} />
      <Answered query={query} what="the segment" missing={missing("segment")}>
        {(segment) => (
          <>
            <p className={styles["why"]}>{segment.why}</p>
            <LabelPanel segment={segment} />
            <SeerPanel segment={segment} />
            <Limits segment={segment} />
          </>
        )}
      </Answered>
    </Page>
  );
}

function Limits({ segment }: { readonly segment: Segment }) {
  const { guard, purposes, cfr, owner, reviewBy, at } = segment;
  const titles = useTitles();
  const titled = (standing: Segment["purposes"][number]["standing"]): string =>
    purposes
      .filter((one) => one.standing === standing)
      .map(({ title }) => title)
      .join(", ");
  return (
    <Panel title="Limits and review">
      <DescriptionList
        items={[
          { term: "Takes besides a rule", value: GUARDS[guard] },
          { term: "Never opened for", value: titled("never") || "no purpose rules it out" },
          { term: "May be asked for, case by case, for", value: titled("may-ask") || "no purpose" },
          { term: "Basis", value: cfr.map(citation).join(", ") },
          {
            term: "Reviewed by",
            value: (
              <>
                <DayText on={reviewBy} />, {titles.of("role", owner)}
              </>
            ),
          },
          { term: "Written at", value: <code>{at}</code> },
        ]}
      />
    </Panel>
  );
}
