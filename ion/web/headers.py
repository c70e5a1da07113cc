"""Headers of every answer: what a browser may load, frame, keep and pass on."""

from flask import Flask, Response, request

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


def install(app: Flask, *, is_production: bool) -> None:
    """Add the headers to every answer; HSTS where the answer went out over TLS in production."""

    @app.after_request
    def add(response: Response) -> Response:
        for name, value in FIXED.items():
            response.headers.setdefault(name, value)
        if is_production and request.is_secure:
            response.headers.setdefault("Strict-Transport-Security", A_YEAR)
        if response.mimetype == "text/html":
            response.vary.add("HX-Request")
            response.headers.setdefault("Cache-Control", "no-cache")
        return response
