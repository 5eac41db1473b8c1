"""The report: a folder of pages that open from disk, need no network and no script, and lead from every number to its words.

    index.html            what this is, figures, over time, who with whom, where, contradictions
    timeline.html         what happened, in order; where there is too much of it for one page, timeline/YEAR.html, timeline/MONTH.html
    pairs.html            who with whom over time
    places.html           where
    graph.html            people, bodies and states to walk through; graph-data.js is what its script reads
    disputes.html         contradictions and differences, side by side
    type/TYPE.html        what is of one type
    entities.html         everybody and everything named; entity/NAME.html is who somebody is, what it did and had done to it
    articles.html         all articles; article/NAME.html is one's text, every fact marked in place, and the facts beside it
    unknown.html          what was seen and not understood
    ar/, en/              the same in the other language, where both were wanted

Readings and accounts go in and text comes out; `kg.report.pages.write` puts it on disk.  The same readings give the same bytes.
"""
LIST = ".kg-report"         # what the last report wrote there, so that the next may remove what it writes no more; as old as that report
