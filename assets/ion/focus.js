// Where the focus goes after a swap: to what the fragment names, else to the errors, else it stays.
export function moveFocus() {
  document.body.addEventListener("htmx:afterSettle", ({ detail }) => {
    const target = named(detail.elt) ?? firstProblem(detail.elt);
    if (target) focusOn(target);
  });
  // A form that came back as a whole page: begin with what is wrong.
  const problems = document.querySelector("[data-error-summary]");
  if (problems) focusOn(problems);
}

export function focusOn(element) {
  if (element.tabIndex < 0) element.tabIndex = -1;
  element.focus();
}

function named(part) {
  return part.matches("[data-focus]") ? part : part.querySelector("[data-focus]");
}

function firstProblem(part) {
  return part.querySelector("[data-error-summary]") ?? part.querySelector('[aria-invalid="true"]');
}
