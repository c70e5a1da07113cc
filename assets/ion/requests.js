// What every htmx request carries, and what is said when one fails.
import { toast } from "./toasts.js";
import { isUnasked } from "./unasked.js";

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
  document.body.addEventListener("htmx:sendError", ({ detail }) => tell(detail, FAILURES[0]));
  document.body.addEventListener("htmx:responseError", ({ detail }) => {
    tell(detail, FAILURES[detail.xhr.status] ?? SERVER_FAILURE);
  });
}

/** Who pressed something is told; what asks by itself says so in its own place (polling.js). */
function tell(request, words) {
  if (!isUnasked(request)) toast("error", words);
}

/** Keeps addresses short enough to read and share: no "?q=&sort=". */
function dropEmptyFields(fields) {
  for (const [name, value] of [...fields]) if (value === "") fields.delete(name);
}

function addToken(headers) {
  const token = document.querySelector('meta[name="csrf-token"]');
  if (token) headers["X-CSRFToken"] = token.content;
}
