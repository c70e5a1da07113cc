// How many conversations have something new stands in front of the page's title, where a tab among many shows it.
export function countInTitle() {
  show();
  document.body.addEventListener("htmx:oobAfterSwap", ({ detail }) => detail.target.id === "messages-badge" && show());
}

function show() {
  const badge = document.getElementById("messages-badge");
  if (!badge) return;
  const title = document.title.replace(/^\(\d+\) /, "");
  const count = Number(badge.dataset.count);
  document.title = count ? `(${count}) ${title}` : title;
}
