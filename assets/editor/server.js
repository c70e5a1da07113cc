// What the editor asks of the server: Markdown for what was pasted, a text as readers will get it.
const FAILED = "No answer from the site. Try again in a moment.";
const REFUSED = {
  401: "You are signed out. Your text is still here: sign in in another tab, then try again.",
  413: "That is too much to paste at once. Paste it in parts, or begin with the Word file.",
};

/** The answer to a form of these fields; never rejects but for a request that was aborted. */
async function post(address, fields, signal) {
  const token = document.querySelector('meta[name="csrf-token"]')?.content ?? "";
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  try {
    return await fetch(address, { method: "POST", body, signal, headers: { "X-CSRFToken": token } });
  } catch (error) {
    if (signal?.aborted) throw error;
    return new Response(null, { status: 503 });
  }
}

/** { markdown, dropped } of HTML, or { problem } where the server does not take it. */
export async function convert(address, html) {
  const answer = await post(address, { html });
  if (answer.ok || answer.status === 422) return answer.json();
  return { problem: REFUSED[answer.status] ?? FAILED };
}

/** The HTML of a text, or a sentence in place of it. */
export async function render(address, markdown, signal) {
  const answer = await post(address, { markdown }, signal);
  if (answer.ok || answer.status === 422) return { html: await answer.text() };
  return { problem: REFUSED[answer.status] ?? FAILED };
}
