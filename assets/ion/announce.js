// Says what a swap changed: the fragment carries the sentence, the page keeps the one live region.
export function announceResults() {
  document.body.addEventListener("htmx:afterSettle", ({ detail }) => {
    const source = detail.elt.closest("[data-announce]") ?? detail.elt.querySelector("[data-announce]");
    if (source) announce(source.dataset.announce);
  });
}

export function announce(text) {
  const live = document.getElementById("live");
  live.textContent = "";
  // The same sentence twice is only read twice when the region was empty in between.
  requestAnimationFrame(() => {
    live.textContent = text;
  });
}
