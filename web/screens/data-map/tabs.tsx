import type { ReactNode } from "react";
import { Page, PageHeader } from "../../ui/layout/page.tsx";
import { Tabs } from "../../ui/tabs/tabs.tsx";
import styles from "./data-map.module.css";

const TABS = [
  { id: "map", label: "Map", href: "/data-map" },
  { id: "systems", label: "Systems people name", href: "/data-map/systems" },
  { id: "protection", label: "Protection", href: "/data-map/protection" },
] as const;

interface MapPageProps {
  readonly tab: (typeof TABS)[number]["id"];
  /** Stands in the title of the document too. */
  readonly title: string;
  /** In place of the title on the page, where it names what stands in nobody's title. */
  readonly heading?: string;
  readonly lead?: string;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** What stands around every part of the data map. */
export function MapPage({ tab, children, ...header }: MapPageProps) {
  return (
    <Page>
      <PageHeader {...header} />
      <Tabs label="The data map" selected={tab} tabs={TABS}>
        <div className={styles["body"]}>{children}</div>
      </Tabs>
    </Page>
  );
}
