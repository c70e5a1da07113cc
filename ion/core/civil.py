"""What the site itself holds for ION staff to look at: words and links that staff listed."""


def held(text: str) -> str:
    """Why a text that somebody wants to post waits for ION staff, in words; empty where it does not."""
    return ""
