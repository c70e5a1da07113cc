// Everything a page loads, in one deferred file: htmx, then our own behavior on top of it.
import "htmx.org";

import "./ion.js";
