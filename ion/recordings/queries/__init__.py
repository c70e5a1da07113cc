"""Reading what is known of a webinar afterwards: reports, attendance, recordings, transcripts."""
