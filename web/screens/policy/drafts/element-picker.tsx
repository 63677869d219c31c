import { useMemo } from "react";
import { Button } from "../../../ui/button/button.tsx";
import { Checkbox } from "../../../ui/field/choices.tsx";
import { Disclosure } from "../../../ui/layout/disclosure.tsx";
import { Answered } from "../../answered.tsx";
import { byGroup, groupTitle } from "../matrix/matrix.ts";
import { usePurposeMap } from "../matrix/use-purposes.ts";
import type { Purpose } from "../questions.ts";
import studio from "../studio.module.css";

interface ElementPickerProps {
  readonly purpose: string;
  readonly chosen: readonly string[];
  readonly onChoose: (elements: readonly string[]) => void;
}

/** Picks elements among those that the purpose may give at all. */
export function ElementPicker({ purpose, chosen, onChoose }: ElementPickerProps) {
  const query = usePurposeMap([purpose], true);
  return (
    <Answered query={query} what="what the purpose needs">
      {([found]) =>
        found === undefined || found.id !== purpose ? null : (
          <Groups purpose={found} chosen={chosen} onChoose={onChoose} />
        )
      }
    </Answered>
  );
}

interface GroupsProps {
  readonly purpose: Purpose;
  readonly chosen: readonly string[];
  readonly onChoose: (elements: readonly string[]) => void;
}

function Groups({ purpose, chosen, onChoose }: GroupsProps) {
  const given = useMemo(
    () =>
      purpose.elements
        .filter(({ standing }) => standing === "need" || standing === "within")
        .map(({ element, title, group }) => ({ id: element, title, group })),
    [purpose],
  );
  const picked = new Set(chosen);
  const choose = (ids: readonly string[], on: boolean): void => {
    const next = new Set(picked);
    for (const id of ids) {
      if (on) next.add(id);
      else next.delete(id);
    }
    onChoose(given.filter(({ id }) => next.has(id)).map(({ id }) => id));
  };
  const groups = [...byGroup(given)];
  return (
    <div className={studio["lines"]}>
      <div className={studio["filters"]}>
        <span>
          {chosen.length} of {given.length} that the purpose can give
        </span>
        <Button size="small" isDisabled={chosen.length === 0} onPress={() => onChoose([])}>
          Take all out
        </Button>
      </div>
      <div>
        {groups.map(([group, members]) => (
          <Disclosure
            key={group}
            summary={`${groupTitle(group)}: ${members.filter(({ id }) => picked.has(id)).length} of ${members.length}`}
          >
            <Checkbox
              isSelected={members.every(({ id }) => picked.has(id))}
              onChange={(on) =>
                choose(
                  members.map(({ id }) => id),
                  on,
                )
              }
            >
              All of {groupTitle(group)}
            </Checkbox>
            <div className={studio["columns"]}>
              {members.map(({ id, title }) => (
                <Checkbox key={id} isSelected={picked.has(id)} onChange={(on) => choose([id], on)}>
                  {title}
                </Checkbox>
              ))}
            </div>
          </Disclosure>
        ))}
      </div>
    </div>
  );
}
