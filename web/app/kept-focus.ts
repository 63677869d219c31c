import { useEffect } from "react";

/**
 * Keeps the keyboard's place: when what had the focus is taken off the page (a row that was ended, the button that
 * opened a dialog, a list that gave way to one of its rows), the nearest thing that is left of its surroundings takes
 * the focus, at last the page's heading. Otherwise it falls to the body, and Tab begins at the top.
 */
export function useKeptFocus(): void {
  useEffect(() => {
    let last: Place | null = null;
    let onPage: Place | null = null;
    let check = 0;
    const onFocus = ({ target }: FocusEvent): void => {
      if (!(target instanceof HTMLElement)) return;
      last = placeOf(target);
      if (target.closest(OVERLAY) === null) onPage = last;
    };
    const onChange = (): void => {
      cancelAnimationFrame(check);
      // After React Aria has had its turn: it gives the focus back one frame after a dialog is gone.
      check = requestAnimationFrame(() => {
        check = requestAnimationFrame(() => {
          if (last !== null && isLost(last)) heirOf(onPage ?? last)?.focus({ preventScroll: true });
        });
      });
    };
    const observer = new MutationObserver(onChange);
    observer.observe(document.body, { childList: true, subtree: true, attributeFilter: ["disabled"] });
    document.addEventListener("focusin", onFocus);
    return () => {
      cancelAnimationFrame(check);
      observer.disconnect();
      document.removeEventListener("focusin", onFocus);
    };
  }, []);
}

const OVERLAY = "[role=dialog], [role=menu], [role=listbox]";
/** What takes the focus for what stood in it: a row, or the region that a table scrolls in. */
const SURROUNDINGS = "tr[tabindex], [role=region][tabindex]";

interface Place {
  readonly element: HTMLElement;
  /** Who comes after it, the nearest first. */
  readonly heirs: readonly HTMLElement[];
}

function placeOf(element: HTMLElement): Place {
  const heirs: HTMLElement[] = [];
  let at = element.closest<HTMLElement>(SURROUNDINGS);
  while (at !== null) {
    heirs.push(at, ...rowsBeside(at));
    at = at.parentElement?.closest<HTMLElement>(SURROUNDINGS) ?? null;
  }
  return { element, heirs };
}

function rowsBeside(element: HTMLElement): HTMLElement[] {
  if (!element.matches("tr")) return [];
  const beside = [element.nextElementSibling, element.previousElementSibling];
  return beside.filter((row) => row instanceof HTMLElement);
}

/** A press on bare ground gives the focus up too: then the element still stands there. */
function isLost({ element }: Place): boolean {
  const active = document.activeElement;
  const isNowhere = active === null || active === document.body;
  return isNowhere && (!element.isConnected || element.matches(":disabled"));
}

function heirOf({ heirs }: Place): HTMLElement | null {
  const dialog = [...document.querySelectorAll<HTMLElement>("[role=dialog]")].at(-1);
  const heir = dialog ?? heirs.find(({ isConnected }) => isConnected);
  return heir ?? document.querySelector<HTMLElement>("main h1[tabindex]");
}
