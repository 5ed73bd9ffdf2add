"""Programs that run a peer over texts, each in the peers' own environment (`make bench`); they import nothing of ours.

In: `{"id", "text"}` a line. Out: `{"id", "spans": [[start, end, name, confidence], …]}` a line, then
`{"seconds", "version"}`: processor time of the calls alone.
"""
