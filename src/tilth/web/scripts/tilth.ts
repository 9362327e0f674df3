// What every page does: a notice that goes away, choices that apply themselves, keys to the places.

/** Whether the person is typing, so that single keys are theirs. */
export function typing(event: KeyboardEvent): boolean {
  const target = event.target;
  return (
    event.ctrlKey || event.metaKey || event.altKey ||
    (target instanceof HTMLElement && (target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName)))
  );
}

// A choice that applies itself: a form marked so is sent when one of its fields changes.
document.addEventListener("change", (event) => {
  const form = event.target instanceof Element ? event.target.closest("form[data-applies]") : null;
  if (form instanceof HTMLFormElement) form.requestSubmit();
});

// "/" goes to the search field of the page, "g" and a digit to a place of the navigation.
let went = 0;
document.addEventListener("keydown", (event) => {
  if (typing(event)) return;
  if (event.key === "/") {
    const search = document.querySelector<HTMLInputElement>("input[type=search]");
    if (search) {
      event.preventDefault();
      search.focus();
    }
  }
  if (event.key === "g") went = event.timeStamp;
  else if (/^[1-9]$/.test(event.key) && event.timeStamp - went < 1500) {
    document.querySelectorAll<HTMLAnchorElement>("nav.places a")[Number(event.key) - 1]?.click();
  }
});
