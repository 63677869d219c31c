import { useEffect } from "react";

/** After a form was sent that says what is wrong with it, its first bad field takes the focus (WCAG 3.3.1). */
export function useFirstFault(): void {
  useEffect(() => {
    const onSubmit = ({ target }: SubmitEvent): void => {
      // Once the form has said it.
      requestAnimationFrame(() => {
        if (target instanceof HTMLFormElement) firstFault(target)?.focus();
      });
    };
    document.addEventListener("submit", onSubmit);
    return () => document.removeEventListener("submit", onSubmit);
  }, []);
}

const CONTROLS = "input:not([type=hidden]), textarea, button";

function firstFault(form: HTMLFormElement): HTMLElement | null {
  const bad = form.querySelector<HTMLElement>("[aria-invalid=true], [data-invalid]");
  return bad?.matches(CONTROLS) === false ? bad.querySelector<HTMLElement>(CONTROLS) : bad;
}
