import type { ReactNode } from "react";
import { Page, PageHeader } from "../../ui/layout/page.tsx";
import { Tabs } from "../../ui/tabs/tabs.tsx";
import styles from "./retention.module.css";
import { useMe } from "./use-retention.ts";

const SCHEDULE = { id: "schedule", label: "Schedule and months", href: "/retention" };
const TABS = [
  SCHEDULE,
  { id: "holds", label: "Legal holds", href: "/retention/holds" },
  { id: "purges", label: "Purges", href: "/retention/purges" },
  { id: "tombstones", label: "Tombstones", href: "/retention/tombstones" },
];

interface RetentionPageProps {
  readonly tab: "schedule" | "holds" | "purges" | "tombstones";
  readonly title: string;
  readonly lead: string;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** What stands around the four parts of retention. Who may only read the record sees its schedule. */
export function RetentionPage({ tab, children, ...header }: RetentionPageProps) {
  const { rights } = useMe();
  const isOffered = rights.includes("read") || tab !== "schedule";
  return (
    <Page>
      <PageHeader {...header} />
      <Tabs label="Parts of retention" tabs={isOffered ? TABS : [SCHEDULE]} selected={tab}>
        <div className={styles["body"]}>{children}</div>
      </Tabs>
    </Page>
  );
}
