"""Headers of every answer: what a browser may load, frame, keep and pass on."""

from typing import Any

from flask import Flask, Response, g, request

CSP = "default-src 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'; form-action 'self'"
FIXED = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
A_YEAR = "max-age=31536000; includeSubDomains"


def add_fixed(headers: Any, _path: str = "", _url: str = "") -> None:
    """The headers that every answer has, files under static/ too."""
    for name, value in FIXED.items():
        headers.setdefault(name, value)


def open_frames(response: Response, origin: str) -> Response:
    """Let this one answer frame pages of `origin` ("https://player.example"), and of no other site."""
    response.headers["Content-Security-Policy"] = f"{CSP}; frame-src {origin}"
    return response


def install(app: Flask, *, is_production: bool) -> None:
    """Add the headers to every answer; HSTS where the answer went out over TLS in production."""

    @app.after_request
    def add(response: Response) -> Response:
        add_fixed(response.headers)
        if is_production and request.is_secure:
            response.headers.setdefault("Strict-Transport-Security", A_YEAR)
        if g.get("viewer"):
            response.headers["Cache-Control"] = "no-store"  # Back after sign-out shows nothing private
        elif response.mimetype == "text/html":
            response.headers.setdefault("Cache-Control", "no-cache")
        if response.mimetype == "text/html":
            response.vary.add("HX-Request")
        return response
