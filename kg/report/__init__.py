"""The report: a folder of pages that open from disk, need no network and no script, and lead from every number to its words.

    index.html            figures, timeline, who with whom, contradictions, what is not known
    entities.html         everybody and everything named
    article/NAME.html     an article's text, every fact marked in place, and the facts beside it
    entity/NAME.html      who somebody is, what it did and had done to it
    timeline/YEAR.html    the timeline, where there is too much of it for one page

Readings and accounts go in and text comes out; `kg.report.pages.write` puts it on disk.  The same readings give the same bytes.
"""
