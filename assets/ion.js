// ION's own behavior. Nothing is inline: each module listens on the document and acts on data-* attributes, so
// whatever htmx swaps in works at once. Without script every page still does its work by links and forms.
import { announceResults } from "./ion/announce.js";
import { keepCopies } from "./ion/autosave.js";
import { addLines } from "./ion/byline.js";
import { tellBrowserTime } from "./ion/browser_time.js";
import { confirmRequests } from "./ion/confirm.js";
import { countDown } from "./ion/countdown.js";
import { discloseOnClick } from "./ion/disclosure.js";
import { keepDrafts } from "./ion/drafts.js";
import { moveFocus } from "./ion/focus.js";
import { listenToKeys } from "./ion/keys.js";
import { narrowLists } from "./ion/narrowing.js";
import { revealPasswords } from "./ion/passwords.js";
import { shapeRequests } from "./ion/requests.js";
import { editRows } from "./ion/rows.js";
import { watchSession } from "./ion/session.js";
import { offerSharing } from "./ion/share.js";
import { keepSteady } from "./ion/steady.js";
import { makeScrollingReachable } from "./ion/scrolling.js";
import { stepThroughSlides } from "./ion/slides.js";
import { showToasts } from "./ion/toasts.js";
import { watchUploads } from "./ion/uploads.js";
import { offerZone } from "./ion/zone.js";

shapeRequests();
keepSteady();
moveFocus();
announceResults();
showToasts();
confirmRequests();
discloseOnClick();
offerSharing();
listenToKeys();
makeScrollingReachable();
stepThroughSlides();
revealPasswords();
editRows(); // before what is in a form is remembered
keepCopies();
keepDrafts();
addLines();
narrowLists();
watchUploads();
watchSession();
offerZone();
tellBrowserTime();
countDown();
