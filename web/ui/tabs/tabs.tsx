import { type ReactNode, useEffect, useRef } from "react";
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
  const list = useRef<HTMLDivElement>(null);
  const before = useRef(selected);
  // Where the tabs do not fit, the selected one is in view at least.
  useEffect(() => {
    const tab = list.current?.querySelector<HTMLElement>("[data-selected]");
    if (list.current !== null && tab) list.current.scrollLeft = tab.offsetLeft - list.current.offsetLeft;
    // What had the focus went with its panel.
    if (before.current !== selected && document.activeElement === document.body) tab?.focus();
    before.current = selected;
  }, [selected]);
  return (
    <AriaTabs
      selectedKey={selected}
      onSelectionChange={(key) => onSelect?.(String(key))}
      keyboardActivation="manual"
    >
      <TabList ref={list} aria-label={label} className={styles["list"] ?? ""}>
        {tabs.map(({ id, label: name, href }) => (
          <Tab key={id} id={id} className={styles["tab"] ?? ""} {...(href === undefined ? {} : { href })}>
            {name}
          </Tab>
        ))}
      </TabList>
      <TabPanel key={selected} id={selected} className={styles["panel"] ?? ""}>
        {children}
      </TabPanel>
    </AriaTabs>
  );
}
