"""What rooms tell each other, without doors between them. docs/signals.md lists who sends and who hears.

Every signal is sent inside the transaction of the deed; a hearer only adds rows.
"""

from blinker import signal

item_changed = signal("item-changed")
"""Sender: the Item that was made, edited, published or withdrawn. Whatever is derived from it is stale."""

item_removed = signal("item-removed")
"""Sender: the Item that is about to be deleted."""

item_published = signal("item-published")
"""Sender: the Item that is news: it came to its readers for the first time, and not long ago."""

account_changed = signal("account-changed")
"""Sender: the User whose way of signing in or rights changed; `what` is a key of the accounts room's CHANGES."""

person_changed = signal("person-changed")
"""Sender: the Person whose page says something else now, or is shown to others."""

work_waiting = signal("work-waiting")
"""Sent after a commit that left work in the outbox; sender is the string "outbox"."""

review_asked = signal("review-asked")
"""Sender: the Item whose newest version is sent in for review; `user_id` is who asks."""

review_answered = signal("review-answered")
"""Sender: the Item; `user_id` is the reviewer, `verdict` a Verdict, `asked_by_id` who is told."""

comment_posted = signal("comment-posted")
"""Sender: the Comment that readers see now, be it at once or once it was approved."""

comment_held = signal("comment-held")
"""Sender: the Comment that waits for ION staff."""

comment_refused = signal("comment-refused")
"""Sender: the Comment that ION staff refused; `reason` says why, in words for its writer."""

attendee_promoted = signal("attendee-promoted")
"""Sender: the Registration that moved up from the waiting list to a seat."""

attendance_known = signal("attendance-known")
"""Sender: the Webinar of which is known now who was there; its follow-up may go out."""

recording_published = signal("recording-published")
"""Sender: the Recording that readers may watch from now on."""

question_asked = signal("question-asked")
"""Sender: the Question that waits for a moderator or is open now."""

question_answered = signal("question-answered")
"""Sender: the Question that has an answer now."""

group_joined = signal("group-joined")
"""Sender: the GroupMember who joined a peer-learning group or asks to be let in."""

registration_opened = signal("registration-opened")
"""Sender: the Webinar for which one may register now; `at` stands as told_at in the Interest of those to be told."""

webinar_repeated = signal("webinar-repeated")
"""Sender: the Webinar that runs earlier ones again; `of` are their ids, `at` stands as told_at in the Interest in them
of those to be told."""

message_sent = signal("message-sent")
"""Sender: the Message that others in its conversation see from now on (sent, or released by ION staff)."""

contact_asked = signal("contact-asked")
"""Sender: the Conversation that begins as a request."""

report_made = signal("report-made")
"""Sender: the Report that waits for ION staff."""

report_decided = signal("report-decided")
"""Sender: the Report that ION staff decided, or changed their decision of after a reply."""

text_held = signal("text-held")
"""Sender: the thing that the site holds for ION staff; `kind` and `id` name it, `why` says why in words, `about_id` is
the user whose it is."""

member_leaving = signal("member-leaving")
"""Sender: the User who is about to be deleted; their person stays as "Former member"."""

mentoring_asked = signal("mentoring-asked")
"""Sender: the MentoringRequest that a mentor may answer from now on."""

mentoring_accepted = signal("mentoring-accepted")
"""Sender: the MentoringRequest that a mentor accepted; messaging opens a conversation and notes it on the row."""

mentoring_ended = signal("mentoring-ended")
"""Sender: the MentoringRequest that was declined, expired, was withdrawn or closed; its state says which."""

mentor_opened = signal("mentor-opened")
"""Sender: the MentorProfile that takes requests again (new, back, with openings)."""

group_call_offered = signal("group-call-offered")
"""Sender: the GroupCall that was offered to the mentees of several requests, or cancelled."""

mentorship_changed = signal("mentorship-changed")
"""Sender: the Mentorship; `what` is a word of ion.mentorships (proposed, began, session, task, quiet, ended …), `by_id`
is the person who did it, None for the site."""

cohort_opened = signal("cohort-opened")
"""Sender: the MentoringCohort that one may join now."""

cohort_published = signal("cohort-published")
"""Sender: the MatchRun whose matches are told to everyone in the cohort."""
