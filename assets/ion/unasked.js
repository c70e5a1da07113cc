// Some parts of a page ask for news by themselves every few seconds: forms and links with data-pause-hidden.

/** Whether a request of htmx was made by the page itself, and not because somebody pressed something. */
export function isUnasked({ requestConfig }) {
  return requestConfig.elt.hasAttribute("data-pause-hidden") && !requestConfig.triggeringEvent;
}
