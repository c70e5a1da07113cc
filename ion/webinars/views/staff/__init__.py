"""Pages of webinars for ION staff: the list, one webinar's desk, registrations, letters, figures."""

from ion.webinars.views.staff import comparing, desk, figures, letters, listing, registrants

__all__ = ["comparing", "desk", "figures", "letters", "listing", "registrants"]
