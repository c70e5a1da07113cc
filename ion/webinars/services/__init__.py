"""Rules of webinars that write: times and states, registration and the waiting list, mail to attendees."""
