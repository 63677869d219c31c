import { type ReactNode, useEffect, useLayoutEffect, useRef } from "react";
import { Tab, TabList, TabPanel, Tabs as AriaTabs } from "react-aria-components/Tabs";
import styles from "./tabs.module.css";

export interface TabEntry {
  readonly id: string;
  readonly label: string;
  /** Makes the tab a link, so that it has an address. */
  readonly href?: string;
}

interface TabsProps {
  readonly label: string;
  readonly tabs: readonly TabEntry[];
  readonly selected: string;
  /** Not needed when the tabs have addresses. */
  readonly onSelect?: (id: string) => void;
  /** What the selected tab shows. */
  readonly children: ReactNode;
}

/** Tabs whose selected panel alone is rendered. */
export function Tabs({ label, tabs, selected, onSelect, children }: TabsProps) {
  return (
    <AriaTabs
      className={styles["tabs"] ?? ""}
      selectedKey={selected}
      onSelectionChange={(key) => onSelect?.(String(key))}
      keyboardActivation="manual"
    >
      <TabList aria-label={label} className={styles["list"] ?? ""}>
        {tabs.map(({ id, label: name, href }) => (
          <Tab key={id} id={id} className={styles["tab"] ?? ""} {...(href === undefined ? {} : { href })}>
            {({ isSelected }) => <TabName isSelected={isSelected}>{name}</TabName>}
          </Tab>
        ))}
      </TabList>
      <TabPanel key={selected} id={selected} className={styles["panel"] ?? ""}>
        {children}
      </TabPanel>
    </AriaTabs>
  );
}

/** Where the tabs do not fit, the selected one is in view at least. */
function TabName({ isSelected, children }: { readonly isSelected: boolean; readonly children: string }) {
  const ref = useRef<HTMLSpanElement>(null);
  const wasSelected = useRef(isSelected);
  useLayoutEffect(() => {
    const tab = ref.current?.closest<HTMLElement>("[role=tab]");
    const list = tab?.closest<HTMLElement>("[role=tablist]");
    if (!isSelected || !tab || !list) return;
    list.scrollLeft = tab.offsetLeft - list.offsetLeft - (list.clientWidth - tab.offsetWidth) / 2;
    // What had the focus went with the panel before.
    if (!wasSelected.current && document.activeElement === document.body) tab.focus();
  }, [isSelected]);
  useEffect(() => {
    wasSelected.current = isSelected;
  }, [isSelected]);
  return <span ref={ref}>{children}</span>;
}
