"""An OpenID Connect provider in a thread: discovery, tokens and what it says about a person."""

import contextlib
import json
import threading
from collections.abc import Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import jwt

CLIENT_ID = "maturity"
KEY = "only-for-this-provider-" + "x" * 40


@contextlib.contextmanager
def running_provider(person: Mapping[str, Any]) -> Iterator[str]:
    """Whoever comes is this person; yields the provider's address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path.endswith("/.well-known/openid-configuration"):
                self.send(configuration(address))
            else:
                self.send(dict(person))

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            claims = {"iss": address, "aud": CLIENT_ID, "exp": 4_000_000_000, "iat": 1, **person}
            token = jwt.encode(claims, KEY, algorithm="HS256")
            self.send({"access_token": "a", "token_type": "Bearer", "id_token": token})

        def send(self, body: Mapping[str, Any]) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(body).encode())

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - as inherited
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield address
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def configuration(address: str) -> dict[str, Any]:
    return {
        "issuer": address,
        "authorization_endpoint": f"{address}/authorize",
        "token_endpoint": f"{address}/token",
        "userinfo_endpoint": f"{address}/userinfo",
        "jwks_uri": f"{address}/keys",
        "token_endpoint_auth_methods_supported": ["client_secret_post"],
    }
