"""Work for the worker in words."""

TASKS = {
    "publishing.go_live": "Publish what is scheduled",
    "search.put": "Bring search up to date",
    "notifications.fan_out": "Tell people what happened",
    "notifications.forget": "Forget what people were told of something deleted",
    "notifications.mail": "Mail people their notifications",
    "webinars.tell": "Write to the registrants of a webinar",
    "webinars.opened": "Tell people that registration is open",
    "webinars.again": "Tell people that a webinar is run again",
    "webinars.link": "Give a new member what they registered for as a guest",
    "recordings.forget": "Forget a report whose columns nobody chose",
    "questions.own": "Give open questions to somebody",
    "mail.send": "Send an email",
    "mail.send_many": "Send emails of a newsletter",
    "newsletters.start": "Begin to send a newsletter",
    "newsletters.ask": "Write the emails of a newsletter",
    "newsletters.finish": "Close the sending of a newsletter",
    "decks.read": "Read a PowerPoint file",
    "upkeep.tell_merged": "Bring what had a merged topic up to date",
    "upkeep.find_links": "Note where a text leads",
    "upkeep.check_link": "Look at one link",
    "upkeep.check_links": "Look at the links that lead elsewhere",
}


def task_in_words(task: str) -> str:
    """What a task does; its name for one that nobody named."""
    return TASKS.get(task, task)
