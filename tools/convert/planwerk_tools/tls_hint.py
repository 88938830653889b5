"""What to do where client and service do not agree on TLS, by what gRPC says of a connection that was not made."""

from __future__ import annotations

import re

_HINTS = {
    False: {"socket closed": "it answers, but not without TLS: Client(..., tls=Tls(authority=...))"},
    True: {
        "wrong version number": "it answers, but without TLS: leave out tls",
        "certificate verify failed": "its certificate is of no authority that is trusted here, or has expired: "
        "Tls(authority=...)",
        "certificate required": "it wants a certificate of the client: Tls(certificate=..., key=...)",
    },
}


def tls_hint(transport_error: str, secure: bool) -> str | None:
    """None where the connection failed for another reason, such as that nobody listens."""
    words = re.sub("_", " ", transport_error).lower()
    if not words.startswith("failed to connect"):
        return None
    return next((hint for sign, hint in _HINTS[secure].items() if sign in words), None)
