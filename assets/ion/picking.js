// Somebody who was found is chosen: the box is empty again, ready for the next name.
export function pickPeople() {
  document.body.addEventListener("htmx:afterSwap", ({ detail }) => {
    const isChosen = detail.target.id === "recipients" && detail.requestConfig?.elt.hasAttribute("data-chooses");
    const box = document.getElementById("find-words");
    if (!isChosen || !box) return;
    box.value = "";
    box.focus();
  });
}
