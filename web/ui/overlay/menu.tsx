import type { ReactNode } from "react";
import type { Selection } from "react-aria-components";
import { Header } from "react-aria-components/Header";
import { Menu as AriaMenu, MenuItem, MenuSection, MenuTrigger } from "react-aria-components/Menu";
import { Popover } from "react-aria-components/Popover";
import { Icon, type IconName } from "../text/icon.tsx";
import styles from "./overlay.module.css";

export interface MenuEntry {
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
  readonly icon?: IconName;
  readonly href?: string;
  readonly onAction?: () => void;
}

export interface MenuGroup {
  readonly title?: string;
  readonly entries: readonly MenuEntry[];
}

interface MenuProps {
  readonly trigger: ReactNode;
  readonly label: string;
  readonly groups: readonly MenuGroup[];
  /** With it, entries are chosen rather than run. */
  readonly selected?: ReadonlySet<string>;
  readonly onSelect?: (ids: ReadonlySet<string>) => void;
  readonly mode?: "single" | "multiple";
  /** Everything may be taken out again. */
  readonly allowsNone?: boolean;
}

/** A menu of actions or links, or of choices when `selected` is given. */
export function Menu({
  trigger,
  label,
  groups,
  selected,
  onSelect,
  mode = "single",
  allowsNone = false,
}: MenuProps) {
  const choosing =
    selected === undefined
      ? {}
      : {
          selectionMode: mode,
          selectedKeys: selected,
          disallowEmptySelection: !allowsNone,
          onSelectionChange: (keys: Selection) => onSelect?.(chosen(keys, groups)),
        };
  return (
    <MenuTrigger>
      {trigger}
      <Popover className={styles["popover"] ?? ""} offset={6}>
        <AriaMenu aria-label={label} className={styles["menu"] ?? ""} {...choosing}>
          {groups.map((group) => (
            <MenuSection
              key={group.title ?? "only"}
              {...(group.title === undefined ? { "aria-label": label } : {})}
            >
              {group.title !== undefined && (
                <Header className={styles["sectionTitle"] ?? ""}>{group.title}</Header>
              )}
              {group.entries.map((entry) => (
                <Entry key={entry.id} entry={entry} />
              ))}
            </MenuSection>
          ))}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}

function Entry({ entry }: { readonly entry: MenuEntry }) {
  return (
    <MenuItem
      id={entry.id}
      textValue={entry.label}
      className={styles["menuItem"] ?? ""}
      {...(entry.href === undefined ? {} : { href: entry.href })}
      {...(entry.onAction === undefined ? {} : { onAction: entry.onAction })}
    >
      {({ isSelected }) => (
        <>
          {isSelected && <Icon name="check" />}
          {!isSelected && entry.icon !== undefined && <Icon name={entry.icon} />}
          <span className={styles["menuText"]}>{entry.label}</span>
          {entry.hint !== undefined && <span className={styles["menuHint"]}>{entry.hint}</span>}
        </>
      )}
    </MenuItem>
  );
}

function chosen(keys: Selection, groups: readonly MenuGroup[]): ReadonlySet<string> {
  if (keys !== "all") return new Set([...keys].map(String));
  return new Set(groups.flatMap((group) => group.entries.map((entry) => entry.id)));
}
