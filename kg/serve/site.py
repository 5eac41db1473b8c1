"""The server's one application (WSGI): the endpoint and its page under /sparql, the report under /.

Only GET, HEAD, POST and OPTIONS; nothing is written.  On loopback a request must name a loopback host, so that a page of another
site cannot read the graph by letting its own name point here (DNS rebinding); other origins are let in only where they are named.
"""
from __future__ import annotations

import hashlib
import mimetypes
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from werkzeug.exceptions import HTTPException, RequestEntityTooLarge
from werkzeug.security import safe_join
from werkzeug.utils import send_file
from werkzeug.wrappers import Request, Response

from kg.serve.description import description
from kg.serve.protocol import LONGEST, Refused, Wanted, read
from kg.serve.workers import Pool
from kg.store import current

HERE = frozenset({"127.0.0.1", "localhost", "::1"})
OWN = {"query.js": "text/javascript", "query.css": "text/css"}
_PAGE = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
_DESCRIBED = {"text/turtle": "ttl", "application/n-triples": "nt", "application/rdf+xml": "rdf", "application/ld+json": "jsonld"}


@dataclass(frozen=True, slots=True)
class Site:
    """`pool` answers queries over the store of `base`; `report` is a folder of pages, `page` gives the query page in a language, ar or en;
    `hosts` are the names that requests may call this server by, empty for any; `origins` may read it from their own pages."""
    pool: Pool
    report: Path
    page: object
    language: str
    hosts: frozenset[str] = HERE
    origins: frozenset[str] = frozenset()

    def __call__(self, environ: dict, start_response) -> Iterable[bytes]:
        request = Request(environ)
        request.max_content_length = LONGEST
        try:
            response = self._answer(request)
        except RequestEntityTooLarge:
            response = _refusal(Refused(413, f"the body of a request has at most {LONGEST >> 20} MB"))
        except HTTPException as e:
            response = _refusal(Refused(e.code or 400, str(e.description)))
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "no-referrer"
        origin = request.headers.get("Origin", "")
        if origin in self.origins or "*" in self.origins:
            response.headers["Access-Control-Allow-Origin"] = origin if origin in self.origins else "*"
            response.headers["Access-Control-Allow-Headers"] = "Accept, Content-Type"
        response.vary.add("Origin")
        return response(environ, start_response)

    def _answer(self, request: Request) -> Response:
        host = request.host.rpartition(":")[0] if request.host.rpartition(":")[2].isdecimal() else request.host
        if self.hosts and host.strip("[]").lower() not in self.hosts:
            return _refusal(Refused(403, "this server answers on its own machine only, by the name localhost or 127.0.0.1"))
        if request.method == "OPTIONS":
            return Response(status=204, headers={"Allow": "GET, HEAD, POST, OPTIONS"})
        if request.path.rstrip("/") == "/sparql":
            return self._endpoint(request)
        if request.method not in ("GET", "HEAD"):
            return _refusal(Refused(405, "pages are read by GET", "GET, HEAD, OPTIONS"))
        if (name := request.path.removeprefix("/sparql/")) in OWN:
            return send_file(Path(__file__).parent / name, request.environ, mimetype=OWN[name], conditional=True, max_age=0)
        return self._file(request)

    def _endpoint(self, request: Request) -> Response:
        asked = read(request.method, request.query_string.decode("latin-1"), request.content_type or "", request.get_data(), request.headers.get("Accept", ""), request.base_url)
        if isinstance(asked, Refused):
            return _refusal(asked)
        if asked is None:
            return self._about(request)
        tag = self._tag(asked)
        if request.method != "POST" and tag in request.if_none_match:
            return Response(status=304, headers={"ETag": f'"{tag}"'})
        found = self.pool.answer(asked)
        if isinstance(found, Refused):
            return _refusal(found)
        head, body = found
        response = Response(body, mimetype=asked.media[head["kind"]], direct_passthrough=True)
        if response.mimetype.startswith("text/"):
            response.mimetype_params["charset"] = "utf-8"
        response.vary.add("Accept")
        response.set_etag(tag)
        response.headers["Cache-Control"] = "no-cache"
        if request.method == "HEAD":
            body.close()
            response.response = []
        return response

    def _tag(self, asked: Wanted) -> str:
        """Names an answer: the same query, form and graph give the same bytes."""
        return hashlib.blake2b(repr((current(self.pool.place), asked)).encode(), digest_size=12).hexdigest()

    def _about(self, request: Request) -> Response:
        """The query page for a browser, the service's description for a program."""
        best = request.accept_mimetypes.best_match([*_DESCRIBED, "text/html"], "text/turtle")
        if best == "text/html":
            language = request.args.get("lang", self.language)
            return Response(self.page(language if language in ("ar", "en") else self.language), mimetype="text/html", headers={"Content-Security-Policy": _PAGE, "Vary": "Accept"})
        text = description(request.base_url, self.pool.limits, _DESCRIBED[best])
        return Response(text, content_type=best + ("; charset=utf-8" if best.startswith("text/") else ""), headers={"Vary": "Accept"})

    def _file(self, request: Request) -> Response:
        path = safe_join(str(self.report), request.path.lstrip("/") or "index.html")
        if path is None or not Path(path).is_file() or Path(path).name.startswith("."):
            return _refusal(Refused(404, "there is no such page"))
        return send_file(path, request.environ, mimetype=mimetypes.guess_type(path)[0] or "application/octet-stream", conditional=True, max_age=0)


def _refusal(why: Refused) -> Response:
    return Response(why.why + "\n", status=why.status, content_type="text/plain; charset=utf-8", headers={"Allow": why.allow} if why.allow else {})
