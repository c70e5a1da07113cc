"""Who may ask what: every endpoint stands in one of these lists."""

PUBLIC = {
    "home.index",
    "blog.index",
    "blog.show",
    "blog.feed",
    "library.index",
    "library.show",
    "webinars.index",
    "webinars.show",
    "webinars.calendar",
    "webinars.feed",
    "directory.index",
    "directory.organization",
    "directory.organization_people",
    "directory.roles",
    "directory.role",
    "directory.role_people",
    "directory.state_index",
    "directory.state",
    "directory.state_people",
    "directory.person",
    "search.index",
    "accounts.sign_in",
    "accounts.enter",
    "accounts.leave",
    "accounts.sign_out",
    "accounts.sign_up",
    "accounts.join",
    "accounts.check_mail",
    "accounts.ask_again",
    "accounts.send_again",
    "accounts.ask_reset",
    "accounts.send_reset",
    "mailing.confirm_unsubscribe",
    "mailing.unsubscribe",
    "pages.about",
    "pages.help",
    "pages.accessibility",
    "pages.privacy",
    "pages.contact",
    "pages.licenses",
    "demo.index",
    "demo.be",
    "health.healthz",
    "health.readyz",
}
"""Open to everyone; what single things a reader may see there is decided by `ion.core.access`."""

MEMBERS: set[str] = {
    "accounts.index",
    "accounts.password",
    "accounts.change_password",
    "accounts.sign_ins",
    "accounts.end_sign_in",
    "accounts.end_other_sign_ins",
    "accounts.email",
    "accounts.change_email",
    "accounts.cancel_email",
    "accounts.stay",
    "home.put_away",
    "home.forget_searches",
    "directory.profile",
    "directory.save_profile",
    "directory.welcome",
    "directory.save_welcome",
    "reactions.like",
    "reactions.save",
    "reactions.follow",
    "reactions.index",
    "reactions.note",
    "reactions.remove",
    "reactions.following",
    "notifications.index",
    "notifications.show",
    "notifications.read",
    "notifications.settings",
    "notifications.choose",
}
"""For whoever is signed in, about what is their own or open to all members."""

EDITORS: set[str] = {
    "webinars.recordings",
    "directory.new_organization",
    "directory.add_organization",
    "directory.edit_organization",
    "directory.save_organization",
    "directory.choose_merge",
    "directory.merge_organization",
}
"""For ION staff who hold the grant editor, and admins."""

STAFF: set[str] = {"staff.index", "staff.work", "staff.try_again"}
"""For ION staff of any grant."""

ADMINS: set[str] = {
    "staff.deeds",
    "staff.people",
    "staff.person",
    "staff.suspend",
    "staff.restore",
    "staff.change_grant",
    "mailing.index",
    "mailing.show",
    "mailing.send_again",
    "mailing.try_again",
    "mailing.send_test",
}
"""For admins alone."""

GUARDED = {
    "metrics.metrics",
    "accounts.show_confirmation",
    "accounts.confirm",
    "accounts.show_reset",
    "accounts.reset",
    "accounts.show_new_email",
    "accounts.confirm_email",
}
"""Open to whoever holds what the view asks for; each has an access test of its own."""

ALL = PUBLIC | MEMBERS | EDITORS | STAFF | ADMINS | GUARDED
