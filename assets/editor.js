// The editor of the page of writing, loaded there alone.
import { Editor } from "./editor/editor.js";

const editors = Array.from(document.querySelectorAll("textarea[data-editor]"), (textarea) => new Editor(textarea));

// The panel of files offers to put a picture into the text; the editor takes it, at the cursor.
document.addEventListener("ion:insert", (event) => {
  const editor = editors.find(({ textarea }) => textarea.name === "markdown");
  if (!editor) return;
  event.preventDefault();
  editor.insert(event.detail.markdown);
});
