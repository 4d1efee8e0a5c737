"""The HTTP server around the page: both languages, originals and the working paper to download, and nothing from any
other host."""

from __future__ import annotations

import errno
import json
import re
import socket
from collections.abc import Mapping
from html import escape
from urllib.parse import quote

import uvicorn
from fastapi import FastAPI, Request, Response
from fastapi.responses import FileResponse, PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.answer import Language
from app.ui.check_routes import add_check_routes
from app.ui.framework import LARGEST_UPLOAD, gr, page_theme
from app.ui.ledger_routes import add_ledger_routes
from app.ui.rendering import static, text
from app.ui.service import Service

COOKIE = "ziping-language"
HEADERS = {
    "content-security-policy": "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; "
    "worker-src 'self' blob:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}
"""Gradio needs inline scripts and `Function`; loading from or sending to another host is forbidden to all of them."""
_FOREIGN_TAGS = re.compile(r"""<(?:meta\s+(?:property|name)="(?:og|twitter):[^>]*|link\s+rel="manifest"[^>]*)>""")


class PortInUse(Exception):
    """Another program listens on the port."""

    code = "port-in-use"

    def __init__(self, host: str, port: int) -> None:
        self.host, self.port = host, port
        super().__init__(f"{self.code}: {host}:{port}")


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens at the address. Raises PortInUse, and OSError for an address that is not to be had."""
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    listener = socket.socket(family, kind, protocol)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(address)
        listener.listen(128)
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            raise PortInUse(host, port) from error
        raise
    return listener


def run(server: ASGIApp, listener: socket.socket) -> None:
    """Serves on the socket until interrupted."""
    config = uvicorn.Config(server, log_level="warning", access_log=False, timeout_graceful_shutdown=1, ws="none")
    uvicorn.Server(config).run(sockets=[listener])


def page_server(pages: Mapping[Language, gr.Blocks], service: Service, default: Language) -> ASGIApp:
    """The application that serves `pages` under /zh/ and /en/, and / as the one that the reader's browser asks for."""
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)

    @app.get("/")
    def choose(request: Request) -> Response:
        known = request.cookies.get(COOKIE)
        chosen = known if known in pages else preferred_language(request.headers.get("accept-language", ""), default)
        return RedirectResponse(f"{chosen}/", headers={"vary": "accept-language, cookie"})

    @app.get("/file/{document}")
    def original(document: int) -> Response:
        path = service.document_file(document)
        if path is None or not path.is_file():
            return PlainTextResponse(status_code=404)
        return FileResponse(path, filename=path.name, media_type="application/octet-stream")

    add_check_routes(app, service, list(pages))
    add_ledger_routes(app, service, list(pages))

    @app.get("/favicon.ico")
    def icon() -> Response:
        return Response(static("icon.svg"), media_type="image/svg+xml")

    for language, page in pages.items():
        app.add_api_route(f"/{language}", lambda code=language: RedirectResponse(f"{code}/"), include_in_schema=False)
        gr.mount_gradio_app(
            app,
            page,
            path=f"/{language}",
            theme=page_theme(),
            footer_links=[],
            run_history=False,
            max_file_size=f"{LARGEST_UPLOAD}mb",
            ssr_mode=False,
            show_error=False,
            enable_monitoring=False,
            mcp_server=False,
        )
    return OwnPage(app, {f"/{language}/": language for language in pages})


def preferred_language(accepted: str, default: Language) -> Language:
    """The first of zh and en that an Accept-Language header prefers, `default` if it names neither."""
    choices: list[tuple[float, Language]] = []
    for part in accepted.split(","):
        name, _, weight = part.strip().partition(";q=")
        try:
            wanted = float(weight) if weight else 1.0
        except ValueError:
            continue
        for language in ("zh", "en"):
            if name.lower().split("-")[0] == language and wanted > 0:
                choices.append((wanted, language))
    return max(choices, key=lambda choice: choice[0])[1] if choices else default


def own_html(html: str, language: Language) -> str:
    """Gradio's page with our language, title, icon, style and scripts, and without what points to other hosts."""
    code = "zh-CN" if language == "zh" else "en"
    icon = f"data:image/svg+xml,{quote(static('icon.svg'))}"
    head = (
        f"<title>{escape(text(language, 'title'))}</title>"
        f'<link rel="icon" href="{icon}">'
        f"<script>document.documentElement.lang = '{code}';\n{static('page.js')}</script>"
    )
    # At the end of the body, so that of two rules of equal weight ours comes after Gradio's, whenever that is loaded.
    lost = json.dumps(text(language, "connection_lost"), ensure_ascii=False)
    sheets = "\n".join(static(f"{name}.css") for name in ("style", "overview", "ledger", "writing"))
    style = f"<style>{sheets}\n:root {{ --connection-lost: {lost}; }}</style>"
    html = _FOREIGN_TAGS.sub("", html)
    html = re.sub(r'(<html\b[^>]*?\blang=")[^"]*', rf"\g<1>{code}", html, count=1)
    return html.replace("<head>", f"<head>{head}", 1).replace("</body>", f"{style}</body>", 1)


class OwnPage:
    """Passes requests on; adds HEADERS to every response and makes the pages at these paths our own."""

    def __init__(self, app: ASGIApp, pages: Mapping[str, Language]) -> None:
        self.app, self.pages = app, pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        language = self.pages.get(scope["path"])
        if language is not None:
            scope = {**scope, "headers": [h for h in scope["headers"] if h[0] != b"accept-encoding"]}
        await self.app(scope, receive, _PageSend(send, language))


class _PageSend:
    """Sends on with our headers; an HTML page is held back until it is whole, and then made our own."""

    def __init__(self, send: Send, language: Language | None) -> None:
        self.send, self.language = send, language
        self.start: Message | None = None
        self.body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            ours = [(name.encode(), value.encode()) for name, value in HEADERS.items()]
            message = {**message, "headers": [*message["headers"], *ours]}
            kind = dict(message["headers"]).get(b"content-type", b"")
            if self.language is not None and kind.startswith(b"text/html"):
                self.start = message
                return
        if self.start is None or self.language is None:
            await self.send(message)
            return
        self.body += message.get("body", b"")
        if message.get("more_body"):
            return
        body = own_html(self.body.decode(), self.language).encode()
        cookie = f"{COOKIE}={self.language}; Path=/; Max-Age=31536000; SameSite=Lax".encode()
        kept = [h for h in self.start["headers"] if h[0] != b"content-length"]
        headers = [*kept, (b"content-length", str(len(body)).encode()), (b"set-cookie", cookie)]
        await self.send({**self.start, "headers": headers})
        await self.send({"type": "http.response.body", "body": body})
