"""`kg serve`."""
from __future__ import annotations

import sys

import click


@click.command("serve", short_help="Serve the report and a read-only SPARQL endpoint.")
@click.option("--port", type=click.IntRange(0, 65535), default=8765, show_default=True, help="0 takes a free one.")
@click.option("--host", default="127.0.0.1", show_default=True, metavar="NAME", help="Anything but loopback lets others read the graph.")
@click.option("--timeout", type=click.FloatRange(min=0, min_open=True), default=30.0, show_default=True, metavar="SECONDS", help="What an answer may take.")
@click.option("--limit", type=click.IntRange(min=1), default=1_000_000, show_default=True, metavar="ROWS", help="How many rows an answer may have.")
@click.option("--limit-memory", "megabytes", type=click.IntRange(min=0), default=4096, show_default=True, metavar="MB", help="What answering one query may use; 0 for any.")
@click.option("--workers", type=click.IntRange(1, 64), default=4, show_default=True, help="How many queries run at once.")
@click.option("--cors", "origins", multiple=True, metavar="ORIGIN", help="Let pages of this origin read the endpoint, as https://example.org; * for all.")
@click.option("--asserted", is_flag=True, help="Leave out what is inferred.")
@click.option("--report/--no-report", "wanted", default=True, help="Write the report first where it is missing or older than the graph.")
@click.pass_context
def serve_verb(ctx: click.Context, port: int, host: str, timeout: float, limit: int, megabytes: int, workers: int, origins: tuple[str, ...], asserted: bool, wanted: bool) -> None:
    """Serve the collection's graph on this machine until Ctrl-C: the report under /, the SPARQL 1.1 Protocol and a page to ask under /sparql.

    Read only: no update is taken and SERVICE is not followed.  A build beside it is seen at the next query.

    \b
    Examples:
      kg serve
      kg serve --port 9000 --timeout 10 --no-report
    """
    from waitress.server import create_server

    from kg import store, vocab
    from kg.cli import collection
    from kg.serve.site import HERE, Site
    from kg.serve.workers import Limits, Pool
    c = collection()
    if c.store:
        raise store.fault("this collection's graph lies at another endpoint", hint="ask there: " + c.store)
    place = str(c.build / "store")
    if asserted:
        from kg.asserted import asserted_store
        place = str(asserted_store(c))
    store.Store(place)                                          # says what is wrong before anything else is done
    if wanted and _stale(c):
        from kg.cli.showing import report_verb
        both = any((c.build / "report" / x / "index.html").exists() for x in ("ar", "en"))
        ctx.invoke(report_verb, language="both" if both else None)
    pool = Pool(place, c.base, Limits(timeout, limit, megabytes), workers)
    loopback = host in HERE
    site = Site(pool, c.build / "report", _page_of(place, vocab.prefixes(c.base)), c.language, HERE if loopback else frozenset(), frozenset(o.rstrip("/") for o in origins))
    try:
        server = create_server(site, host=host, port=port, threads=workers + 4, ident="kg", clear_untrusted_proxy_headers=True)
    except OSError as e:
        raise store.fault(f"port {port} of {host} cannot be had: {e.strerror or e}", hint="another server may run there; --port 0 takes a free one") from None
    address = f"http://{'[' + host + ']' if ':' in host else host}:{server.effective_port}"
    click.echo(f"the report      {address}/\nask in SPARQL   {address}/sparql\nCtrl-C ends it")
    if not loopback:
        click.echo(f"kg: {host} is not loopback: everyone who reaches this machine can read the graph", err=True)
    sys.stdout.flush()
    _quietly()
    try:
        server.run()
    finally:
        server.close()
        pool.close()


def _quietly() -> None:
    """An answer that is cut is told in a line, not as a fault of the program's."""
    import logging

    from kg.serve.workers import Cut

    def told(record: logging.LogRecord) -> bool:
        fault = record.exc_info[1] if record.exc_info else None
        if isinstance(fault, Cut):
            click.echo(f"kg: an answer was cut: {fault}", err=True)
        return not isinstance(fault, Cut) and "queue depth" not in record.getMessage()
    for name in ("waitress", "waitress.queue"):
        logging.getLogger(name).addFilter(told)


def _stale(c) -> bool:
    from kg.report import LIST
    written = c.build / "report" / LIST                         # pages that did not change are not written again, this is
    return not written.exists() or written.stat().st_mtime < c.quads.stat().st_mtime


def _page_of(place: str, names: dict[str, str]):
    """The query page in a language, with the saved questions that need no value of the reader's."""
    from functools import lru_cache

    from kg import query, store
    from kg.cli.asking import own_folders
    from kg.errors import UserError
    from kg.serve.page import query_page
    folders = own_folders()

    @lru_cache
    def made(language: str) -> str:
        graph, saved = store.Store(place), {}
        for one in query.listing(folders):
            given = {"lang": language} if any(p.name == "lang" for p in one.params) else {}
            try:
                saved[one.name] = one.title(language), _bare(query.bind(one, given, graph, names))
            except UserError:                                   # a value is needed that only the reader can give
                continue
        return query_page(language, saved, names)
    return made


def _bare(text: str) -> str:
    """A saved query without the header that says what it asks and takes: its values are put in already."""
    rows = text.strip().split("\n")
    return "\n".join(rows[next(n for n, row in enumerate(rows) if not row.startswith("#")):]).strip() + "\n"
