import type { ReactNode } from "react";
import { useAnswer } from "../../api/use-answer.ts";
import { LinkButton } from "../../ui/button/button.tsx";
import { Page, PageHeader } from "../../ui/layout/page.tsx";
import { DenyScreen } from "../../ui/state/deny-screen.tsx";
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
      {isKnown && !isMine && <NotYours />}
      {isKnown && isMine && tabs.length === 1 && children(rights)}
      {isKnown && isMine && tabs.length > 1 && (
        <Tabs label="Views of the record" selected={tab} tabs={tabs}>
          <div className={styles["body"]}>{children(rights)}</div>
        </Tabs>
      )}
    </Page>
  );
}

/** Nothing was asked of the record, so that there is no entry to quote. */
function NotYours() {
  return (
    <DenyScreen
      denial={{
        code: "no_grant",
        title:
          "this view takes the right to everyone’s entries of the record, for the purpose that you declared",
        next: "Declare another purpose of yours at the top of the page, or look at your own entries.",
      }}
      actions={<LinkButton href="/record">My entries</LinkButton>}
    />
  );
}
