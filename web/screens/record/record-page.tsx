import type { ReactNode } from "react";
import { useAnswer } from "../../api/use-answer.ts";
import { Page, PageHeader } from "../../ui/layout/page.tsx";
import { EmptyState } from "../../ui/state/empty-state.tsx";
import { Skeleton } from "../../ui/state/skeleton.tsx";
import { Tabs } from "../../ui/tabs/tabs.tsx";
import styles from "./record.module.css";
import { type RecordRights, readRecordRights } from "./rights.ts";

const NONE: RecordRights = { everyone: false, patients: false };

/** The views of the record, each at an address of its own, and who may use them. */
const TABS = [
  { id: "entries", label: "Entries", href: "/record", may: () => true },
  {
    id: "patient",
    label: "Who saw a patient",
    href: "/record/patient",
    may: ({ everyone, patients }: RecordRights) => everyone && patients,
  },
  {
    id: "person",
    label: "What a person saw",
    href: "/record/person",
    may: ({ everyone }: RecordRights) => everyone,
  },
  {
    id: "exceptions",
    label: "Exceptions",
    href: "/record/exceptions",
    may: ({ everyone }: RecordRights) => everyone,
  },
] as const;

interface RecordPageProps {
  readonly tab: (typeof TABS)[number]["id"];
  readonly title: string;
  readonly lead: string | ((rights: RecordRights) => string);
  readonly children: (rights: RecordRights) => ReactNode;
}

/** What stands around every view of the record: the heading, and the ways to the other views that one may use. */
export function RecordPage({ tab, title, lead, children }: RecordPageProps) {
  const answer = useAnswer(["record", "rights"], readRecordRights);
  const rights = answer.data ?? NONE;
  const isKnown = answer.data !== undefined || answer.error !== null;
  const tabs = TABS.filter(({ may }) => may(rights));
  const isMine = tabs.some(({ id }) => id === tab);
  return (
    <Page>
      <PageHeader title={title} lead={typeof lead === "string" ? lead : lead(rights)} />
      {!isKnown && <Skeleton lines={8} label="Loading the record" />}
      {isKnown && !isMine && <NotYours title={title} />}
      {isKnown && isMine && tabs.length === 1 && children(rights)}
      {isKnown && isMine && tabs.length > 1 && (
        <Tabs label="Views of the record" selected={tab} tabs={tabs}>
          <div className={styles["body"]}>{children(rights)}</div>
        </Tabs>
      )}
    </Page>
  );
}

function NotYours({ title }: { readonly title: string }) {
  const why = "It takes the right to everyone’s entries of the record, for the purpose that you declared.";
  return <EmptyState state={{ kind: "not-for-you", what: `“${title}”`, why }} />;
}
