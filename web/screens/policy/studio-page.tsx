import type { ReactNode } from "react";
import { Page, PageHeader } from "../../ui/layout/page.tsx";
import { Tabs } from "../../ui/tabs/tabs.tsx";
import styles from "./studio.module.css";
import { STUDIO_TABS, type StudioTab, studioPath } from "./tabs.ts";

interface StudioPageProps {
  readonly tab: StudioTab;
  /** In the window's title and history: nothing that somebody typed. */
  readonly title: string;
  /** What the heading shows instead, such as the title of a draft. */
  readonly heading?: ReactNode;
  readonly lead?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** What stands around every part of the policy studio: the heading, the way to the other parts. */
export function StudioPage({ tab, children, ...header }: StudioPageProps) {
  return (
    <Page>
      <PageHeader {...header} />
      <Tabs
        label="The policy"
        selected={tab}
        tabs={STUDIO_TABS.map(({ id, label }) => ({ id, label, href: studioPath(id) }))}
      >
        <div className={styles["body"]}>{children}</div>
      </Tabs>
    </Page>
  );
}
