// "/" goes to the search box of the page, or to the search page where there is none.
export function listenToKeys() {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    event.preventDefault();
    goToSearch();
  });
}

function isTyping(element) {
  return element.closest("input, textarea, select, [contenteditable]") !== null;
}

function goToSearch() {
  const box = document.querySelector("[data-search-box]");
  if (box) box.focus();
  else location.assign("/search");
}
