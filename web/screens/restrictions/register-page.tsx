import type { ReactNode } from "react";
import { Page, PageHeader } from "../../ui/layout/page.tsx";
import { Tabs } from "../../ui/tabs/tabs.tsx";
import styles from "./restrictions.module.css";

const TABS = [
  { id: "restrictions", label: "Restrictions", href: "/restrictions" },
  { id: "consents", label: "Part 2 consents", href: "/restrictions/consents" },
] as const;

interface RegisterPageProps {
  readonly tab: (typeof TABS)[number]["id"];
  /** Safe to show anywhere. */
  readonly title: string;
  readonly lead: string;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** What stands around both registers: the heading, and the way from one to the other. */
export function RegisterPage({ tab, children, ...header }: RegisterPageProps) {
  return (
    <Page>
      <PageHeader {...header} />
      <Tabs label="Registers" tabs={TABS} selected={tab}>
        <div className={styles["body"]}>{children}</div>
      </Tabs>
    </Page>
  );
}
