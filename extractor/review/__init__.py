"""The review page: a person works through what a run left open, in a browser on the same machine.

`desk` holds the run and the state of its items, `app` the addresses, `guard` what stands before every view, `views` the
queue and the items, `*_view` the other views, `server` the socket. Words are in `words.toml`, pages in `templates`, the look
and the keys in `static`.
"""
