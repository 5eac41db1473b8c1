"""The graph on loopback: a read-only SPARQL 1.1 Protocol endpoint, a page to ask it, and the report.

    cli.serving ─ site (WSGI) ─ protocol (what is asked) ─ workers (one process a query) ─ answering (in that process)

Only this package speaks HTTP as a server: waitress carries the requests, Werkzeug reads them.
"""
