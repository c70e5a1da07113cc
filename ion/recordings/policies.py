"""What a recording needs before readers may have it. Pure."""

from ion.models import Recording

SAID = {
    "yes": "Yes: who only listens misses nothing",
    "described": "No, and there is a version that describes what is shown",
    "transcript": "No: a descriptive transcript tells it until there is a described version",
}
"""The answers to "Is everything shown also said?" and how the form puts them."""


def lacks(recording: Recording, *, spoken: bool, shown: bool) -> list[str]:
    """What is missing for its publication, in words; nothing where it may go out.

    `spoken`: the transcript has passages made from captions; `shown`: passages that tell what is on the screen.
    """
    found = []
    if not recording.url:
        found.append("Where is the recording? Give its address.")
    if recording.has_sound and not (recording.captions and spoken):
        found.append("A recording with sound needs captions; its transcript is made from them.")
    if not recording.said:
        found.append("Answer the question: is everything shown also said?")
    if recording.said == "yes" and not recording.has_sound:
        found.append("A recording without sound says nothing: describe what is shown.")
    if recording.said == "described" and not recording.described_url:
        found.append("Give the address of the version that describes what is shown.")
    if recording.said == "transcript" and not shown:
        found.append("Write the descriptive transcript: what is shown and not said, with its minute.")
    return found
