// Narrows a long list of boxes to the labels that hold what is typed; what is ticked always stays in sight.
export function narrowLists() {
  document.addEventListener("input", ({ target }) => {
    if (target.dataset?.narrows) narrow(document.getElementById(target.dataset.narrows), target.value);
  });
  // Enter in the box would send the form around it.
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.dataset?.narrows) event.preventDefault();
  });
}

function narrow(list, typed) {
  const words = typed.trim().toLowerCase().split(/\s+/);
  for (const label of list.querySelectorAll("label")) {
    const text = label.textContent.toLowerCase();
    label.hidden = !words.every((word) => text.includes(word)) && !label.querySelector(":checked");
  }
}
