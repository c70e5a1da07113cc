"""One set of globals for all templates."""

from flask import Flask


def test_templates_share_the_globals_of_the_environment(app: Flask) -> None:
    template = app.jinja_env.from_string("{{ site.name }}")

    assert template.globals is app.jinja_env.globals


def test_a_template_with_globals_of_its_own_leaves_those_of_the_environment_as_they_are(app: Flask) -> None:
    template = app.jinja_env.from_string("{{ own }} {{ site.name }}", globals={"own": "Own"})

    text = template.render()

    assert text.startswith("Own ") and "own" not in app.jinja_env.globals
