"""Players: only those of a few sites, each by its own address; everything else is a link."""

import pytest

from ion.recordings.players import host_of, player_of

ID = "aqz-KE-bpKQ"
YOUTUBE = f"https://www.youtube-nocookie.com/embed/{ID}?start=760"


@pytest.mark.parametrize(
    ("url", "address"),
    [
        (f"https://www.youtube.com/watch?v={ID}&t=5s", YOUTUBE),
        (f"https://youtu.be/{ID}?si=x", YOUTUBE),
        (f"http://m.youtube.com/live/{ID}", YOUTUBE),
        ("https://vimeo.com/76979871", "https://player.vimeo.com/video/76979871?dnt=1#t=760s"),
        (
            "https://vimeo.com/76979871/abc123ef",
            "https://player.vimeo.com/video/76979871?dnt=1&h=abc123ef#t=760s",
        ),
        ("https://archive.org/details/a_talk", "https://archive.org/embed/a_talk?start=760"),
    ],
)
def test_player_of_shows_a_recording_from_a_second_on(url: str, address: str) -> None:
    player = player_of(url)

    assert player is not None
    assert player.address(760) == address
    assert address.startswith(player.origin + "/")


@pytest.mark.parametrize(
    "url",
    [
        "",
        "https://zoom.example/rec/1",
        "https://youtube.com.evil.example/watch?v=" + ID,
        "https://evil.example/?u=https://youtube.com/watch?v=" + ID,
        f"https://user@evil.example/youtube.com/{ID}",
        "https://www.youtube.com/watch?v=../../x",
        'https://youtu.be/"><script>',
        "javascript://youtube.com/%0aalert(1)",
        "https://[not-an-address",
        "https://www.youtube.com/watch?" + "&".join(["a=1"] * 50),
        "https://archive.org/details/a/../../b",
    ],
)
def test_player_of_is_none_for_all_others(url: str) -> None:
    assert player_of(url) is None


def test_host_of_is_what_a_link_is_marked_with() -> None:
    assert [host_of(url) for url in ("https://www.youtube.com/x", "https://a.example:80/")] == [
        "youtube.com",
        "a.example",
    ]
