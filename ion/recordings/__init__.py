"""What remains of a webinar: reports of the platform, recordings with captions, transcripts, certificates."""
