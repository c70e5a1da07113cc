// What every htmx request carries, and what is said when one fails.
import { toast } from "./toasts.js";

const FAILURES = {
  0: "No connection. Nothing you wrote is lost: try again in a moment.",
  401: "You are signed out. Nothing you wrote is lost: sign in in another tab, then try again.",
  403: "You may not do that.",
  404: "That is no longer here.",
  413: "That is too large to send.",
  429: "Too many requests. Wait a minute, then try again.",
};
const SERVER_FAILURE = "Something went wrong on our side. Nothing you wrote is lost: try again in a moment.";

export function shapeRequests() {
  document.body.addEventListener("htmx:configRequest", ({ detail }) => {
    if (detail.verb === "get") dropEmptyFields(detail.formData);
    else addToken(detail.headers);
  });
  document.body.addEventListener("htmx:beforeRequest", (event) => {
    // A trigger filter would need eval, which the content security policy forbids.
    const { elt } = event.detail;
    if (document.hidden && elt.hasAttribute("data-pause-hidden")) event.preventDefault();
  });
  document.body.addEventListener("htmx:sendError", () => toast("error", FAILURES[0]));
  document.body.addEventListener("htmx:responseError", ({ detail }) => {
    toast("error", FAILURES[detail.xhr.status] ?? SERVER_FAILURE);
  });
}

/** Keeps addresses short enough to read and share: no "?q=&sort=". */
function dropEmptyFields(fields) {
  for (const [name, value] of [...fields]) if (value === "") fields.delete(name);
}

function addToken(headers) {
  const token = document.querySelector('meta[name="csrf-token"]');
  if (token) headers["X-CSRFToken"] = token.content;
}
